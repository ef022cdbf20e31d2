import type { Chat } from "./chat.ts";

/** For how long the server may take to answer before the connection counts as lost, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Looks after the connection when the browser says that something changed: comes back at once when there is a network
 * again, and finds out whether a connection outlived the sleep of a phone.
 */
export function keepAlive(chat: Chat): void {
  const look = () => {
    // A phone may end the page at any time once it is hidden.
    if (document.hidden) chat.keep();
    const { state } = chat.connection.value;
    if (document.hidden || chat.phase.value !== "in" || state === "ended") return;
    if (state === "lost") return chat.client?.reconnect();
    const timer = setTimeout(() => chat.client?.reconnect(), PATIENCE);
    chat.ask({ type: "ping" }, () => clearTimeout(timer));
  };
  addEventListener("online", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => chat.keep());
}
