import { hasLongRun, MAX_MARKS } from "../text/marks.ts";
import { codePoints } from "../text/names.ts";

/** Why a text is invalid. */
export interface TextProblem {
  readonly code: "too_long" | "bad_text";
  readonly detail: string;
}

/**
 * Checks the length of a text, then its combining marks. Length comes first so that no other check sees a text that is too long.
 *
 * @param text The text as received.
 * @param most Most code points.
 * @returns What is wrong with it, or `undefined`.
 */
export function checkText(text: string, most: number): TextProblem | undefined {
  return checkLength(text, most) ??
    (hasLongRun(text) ? { code: "bad_text", detail: `${MAX_MARKS}` } : undefined);
}

/** Checks the length of a text that is not normalized. */
export function checkLength(text: string, most: number): TextProblem | undefined {
  if (text.length <= most) return undefined;
  const length = codePoints(text);
  return length > most ? { code: "too_long", detail: `${length} > ${most}` } : undefined;
}

/** Joins the lines of a checked text with single spaces. */
export function toLine(text: string): string {
  return text.toWellFormed().replaceAll(/\s+/g, " ").trim();
}
