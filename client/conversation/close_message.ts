import { errorText } from "../../locale/render/error_message.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Closed } from "../session/event.ts";
import { ACCOUNT_CHANGED, LOST, SILENT, UNREADABLE } from "../session/close_reasons.ts";
import { explainError } from "./explain_error.ts";

/**
 * Returns why a client closed although the user did not leave.
 *
 * @param closed The last event of the client.
 * @param address Address of the server, as shown to users.
 * @param texts The texts of the language.
 */
export function closeMessage(
  { reason, message, error }: Closed,
  address: string,
  texts: ChatTexts,
): string {
  const { chat, client } = texts;
  if (error !== undefined) return explainError(error, texts);
  if (message !== undefined) return message;
  switch (reason) {
    case LOST:
      return client.cannotConnect(address, client.closedEarly);
    case SILENT:
      return client.cannotConnect(address, client.stoppedAnswering);
    case UNREADABLE:
      return client.unreadable();
    case ACCOUNT_CHANGED:
      return chat.accountChanged;
    case "replaced":
      return chat.replaced;
    case "moving":
      return chat.moving;
  }
  return Object.hasOwn(texts.errors, reason)
    ? errorText({ code: reason as ErrorCode }, texts)
    : client.cannotConnect(address, reason);
}
