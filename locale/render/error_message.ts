import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { ErrorDetails } from "../../protocol/messages/error_details.ts";
import { joinWords } from "../../protocol/messages/name_problem.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { quote } from "../../protocol/text/quote.ts";
import type { ChatTexts } from "../texts/catalogue.ts";
import type { ErrorWords } from "../texts/errors.ts";
import { detail } from "./moderation_lines.ts";
import { showTime } from "./show_time.ts";

/** Why a request or a connection is rejected. */
interface Reason extends ErrorDetails {
  readonly code: ErrorCode;
  /** The `ref` of the request, if it has one. */
  readonly ref?: Ref | undefined;
}

/**
 * Builds an `error` message, its text in the language of `texts`.
 *
 * @param reason The code, and what the text mentions.
 * @param texts The language.
 */
export function errorMessage({ ref, ...reason }: Reason, texts: ChatTexts): ErrorMessage {
  const { code, ...details } = reason;
  const message = errorText(reason, texts);
  return { type: "error", code, message, ...details, ...(ref !== undefined && { ref }) };
}

/**
 * Renders an error: by its cause, or if that has no text, by its code.
 *
 * @param error The error, of a code that the catalogue has.
 * @param texts The language.
 */
export function errorText(error: Reason, texts: ChatTexts): string {
  const { code, cause } = error;
  // A later server may have causes that this client does not know.
  const isKnown = cause !== undefined && Object.hasOwn(texts.causes, cause);
  return (isKnown ? texts.causes[cause] : texts.errors[code])(toWords(error, texts));
}

function toWords(details: ErrorDetails, texts: ChatTexts): ErrorWords {
  const { value = "", limit = 0, room = "", with: other, seconds = 0 } = details;
  const { number } = texts.chat;
  return {
    value,
    quoted: quote(value),
    joined: joinWords(value),
    count: /^\d+$/.test(value) ? number(Number(value)) : value,
    limit: number(limit),
    room,
    where: room || other || texts.moderation.everywhere,
    time: showTime(seconds * 1_000),
    detail: detail(details, texts),
  };
}
