import { errorText } from "../../locale/render/error_message.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";

/**
 * Returns the text of an error in the user's language; of a code that only a later server knows, the server's text.
 *
 * @param error The message from the server.
 * @param texts The user's language.
 */
export function explainError(error: ErrorMessage, texts: ChatTexts): string {
  return Object.hasOwn(texts.errors, error.code) ? errorText(error, texts) : error.message;
}
