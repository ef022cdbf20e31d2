import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Closed } from "../session/event.ts";
import { UNREADABLE } from "../session/close_reasons.ts";

/**
 * Says why a client ends whose user did not leave: in the server's words, where it refused something for good.
 *
 * @param closed How it ended.
 * @param address Where the server is, for people.
 * @param texts The language.
 */
export function closeMessage(
  { reason, message }: Closed,
  address: string,
  texts: Catalogue,
): string {
  if (message !== undefined) return message;
  if (reason === UNREADABLE) return texts.client.cannotConnect(address, texts.client.unreadable());
  if (reason === "account_changed") return texts.chat.accountChanged;
  return reason === "replaced" ? texts.chat.replaced : texts.client.cannotConnect(address, reason);
}
