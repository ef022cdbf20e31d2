import type { Chat } from "./chat.ts";

/**
 * Checks the connection when the page is shown again or the network of the browser changes. A lost one reconnects at once;
 * another one is pinged, as it may not have survived the sleep of a phone.
 */
export function keepAlive(chat: Chat): void {
  const look = () => {
    // A phone may discard a hidden page without another event.
    if (document.hidden) chat.keepAll();
    else checkConnection(chat);
  };
  addEventListener("online", look);
  addEventListener("offline", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => chat.keepAll());
}

/** Finds out whether the connection works, and shows if the browser has no network. */
function checkConnection(chat: Chat): void {
  const { connection } = chat;
  const { state } = connection.value;
  if (chat.login.phase.value !== "in" || state === "ended") return;
  if (state === "lost" || state === "refused") return chat.client?.reconnect();
  chat.client?.check();
  if (navigator.onLine) {
    connection.value = { state: "online" };
    return;
  }
  connection.value = { state: "offline" };
  // The server can be reached without a network that the browser knows: on the same machine, or through a cable.
  const onPong = () => {
    if (connection.value.state === "offline") connection.value = { state: "online" };
  };
  chat.ask({ type: "ping" }, onPong, { isOnce: true });
}
