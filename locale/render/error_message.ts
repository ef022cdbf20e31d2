import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { ChatTexts } from "../texts/catalogue.ts";

/** Why a request or a connection is rejected. */
interface Reason {
  readonly code: ErrorCode;
  /** The value at fault, as the text shows it; ignored by texts that show none. */
  readonly value: string;
  /** The `ref` of the request, if it has one. */
  readonly ref?: Ref | undefined;
}

/**
 * Builds an `error` message, its text in the language of `texts`.
 *
 * @param reason The code, and what the text mentions.
 * @param texts The language.
 */
export function errorMessage({ code, value, ref }: Reason, texts: ChatTexts): ErrorMessage {
  const message = texts.errors[code](value);
  return { type: "error", code, message, ...(ref !== undefined && { ref }) };
}
