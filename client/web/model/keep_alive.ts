import type { Chat } from "./chat.ts";

/** Milliseconds without an answer after which the connection counts as lost. */
const TIMEOUT = 10_000;

/**
 * Checks the connection when the page is shown again or the browser gets a network. A lost one reconnects at once; another
 * one is tested with a ping, as it may not have survived the sleep of a phone.
 */
export function keepAlive(chat: Chat): void {
  const look = () => {
    // A phone may discard a hidden page without another event.
    if (document.hidden) chat.keep();
    const { state } = chat.connection.value;
    if (document.hidden || chat.phase.value !== "in" || state === "ended") return;
    if (state === "lost") return chat.client?.reconnect();
    const timer = setTimeout(() => chat.client?.reconnect(), TIMEOUT);
    chat.ask({ type: "ping" }, () => clearTimeout(timer));
  };
  addEventListener("online", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => chat.keep());
}
