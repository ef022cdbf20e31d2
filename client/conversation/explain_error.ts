import { errorMessage } from "../../locale/render/error_message.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";
import { quote } from "../../protocol/text/quote.ts";

/**
 * Returns the text of an error: in the user's language if the text mentions no value or the value is given, otherwise as the
 * server wrote it.
 *
 * @param error The message from the server.
 * @param texts The user's language.
 * @param value The value that the text mentions.
 */
export function explainError(
  { code, message }: ErrorMessage,
  texts: ChatTexts,
  value?: string,
): string {
  const { errors } = texts;
  // A later server may have codes that this client does not know.
  const isKnown = Object.hasOwn(errors, code) && (errors[code].length === 0 || value !== undefined);
  return isKnown ? errorMessage({ code, value: value ?? "" }, texts).message : message;
}

/** Codes whose texts mention the name. */
const NAMED: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["name_taken", "password_required"]);

/**
 * Returns why the server refuses a name, in the user's language if that is possible.
 *
 * @param error The message from the server.
 * @param name The name.
 * @param texts The user's language.
 */
export function explainRefusal(error: ErrorMessage, name: string, texts: ChatTexts): string {
  if (error.code === "bad_name") return explainError(error, texts, quote(name));
  return explainError(error, texts, NAMED.has(error.code) ? name : undefined);
}
