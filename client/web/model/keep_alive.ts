import type { Chat } from "./chat.ts";

/**
 * Checks the connection when the page is shown again or the network of the browser changes. A lost one reconnects at once;
 * another one is pinged, as it may not have survived the sleep of a phone.
 */
export function keepAlive(chat: Chat): void {
  const look = () => {
    // A phone may discard a hidden page without another event.
    if (document.hidden) chat.keep();
    else chat.checkConnection();
  };
  addEventListener("online", look);
  addEventListener("offline", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => chat.keep());
}
