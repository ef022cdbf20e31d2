import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { Closed } from "../session/event.ts";
import { ACCOUNT_CHANGED, LOST } from "../session/close_reasons.ts";

/**
 * Returns why a client closed although the user did not leave, in the server's words if it sent any.
 *
 * @param closed The last event of the client.
 * @param address Address of the server, as shown to users.
 * @param texts The texts of the language.
 */
export function closeMessage(
  { reason, message }: Closed,
  address: string,
  texts: ChatTexts,
): string {
  if (message !== undefined) return message;
  if (reason === LOST) return texts.client.cannotConnect(address, texts.client.closedEarly);
  if (reason === ACCOUNT_CHANGED) return texts.chat.accountChanged;
  return reason === "replaced" ? texts.chat.replaced : texts.client.cannotConnect(address, reason);
}
