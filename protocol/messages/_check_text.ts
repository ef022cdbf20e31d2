import { hasLongRun, MAX_MARKS } from "../text/marks.ts";
import { codePoints } from "../text/names.ts";
import type { TextCause } from "./error_details.ts";

/** Why a text is invalid. */
export interface TextProblem {
  readonly code: "too_long" | "bad_text";
  /** What the text is, if it is too long. */
  readonly cause?: TextCause;
  /** Its length in code points. */
  readonly value?: string;
  readonly limit: number;
}

/**
 * Checks the length of a text, then its combining marks. Length comes first so that no other check sees a text that is too long.
 *
 * @param text The text as received.
 * @param most Most code points.
 * @param cause What the text is.
 * @returns What is wrong with it, or `undefined`.
 */
export function checkText(text: string, most: number, cause?: TextCause): TextProblem | undefined {
  return checkLength(text, most, cause) ??
    (hasLongRun(text) ? { code: "bad_text", limit: MAX_MARKS } : undefined);
}

/** Checks the length of a text that is not normalized. */
export function checkLength(
  text: string,
  limit: number,
  cause?: TextCause,
): TextProblem | undefined {
  if (text.length <= limit) return undefined;
  const length = codePoints(text);
  if (length <= limit) return undefined;
  return { code: "too_long", ...(cause && { cause }), value: `${length}`, limit };
}

/** Joins the lines of a checked text with single spaces. */
export function toLine(text: string): string {
  return text.toWellFormed().replaceAll(/\s+/g, " ").trim();
}
