import type { ErrorCause } from "../../protocol/messages/error_details.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";

/** What the text of an error can mention, as it is shown; empty or 0 where the error has no such field. */
export interface ErrorWords {
  readonly value: string;
  /** The value in quotation marks, its control characters escaped. */
  readonly quoted: string;
  /** The value with `_` for each space. */
  readonly joined: string;
  /** The value as a number of the language. */
  readonly count: string;
  readonly limit: string;
  readonly room: string;
  /** The room, the other user of a private conversation, or the whole server. */
  readonly where: string;
  /** The seconds, in the largest unit. */
  readonly time: string;
  /** Reason and end of a ban, in parentheses after a space. */
  readonly detail: string;
}

type ErrorText = (words: ErrorWords) => string;

/** Texts of errors by code. Where one has several causes, its text is for causes that the client does not know. */
export type ErrorTexts = Readonly<Record<ErrorCode, ErrorText>>;

/** Texts of errors by cause. */
export type CauseTexts = Readonly<Record<ErrorCause, ErrorText>>;
