import { hasLongRun, MAX_MARKS } from "../text/marks.ts";
import { codePoints } from "../text/names.ts";

/** What is wrong with a text. */
export interface TextProblem {
  readonly code: "too_long" | "bad_text";
  readonly detail: string;
}

/**
 * Looks whether a text may be taken: first how long it is, as nothing else is to look at what is too long, then at its marks.
 *
 * @param text The text as it came.
 * @param most Most code points.
 * @returns What is wrong with it, or `undefined`.
 */
export function checkText(text: string, most: number): TextProblem | undefined {
  return checkLength(text, most) ??
    (hasLongRun(text) ? { code: "bad_text", detail: `${MAX_MARKS}` } : undefined);
}

/** Looks how long a text is that nothing brings to another form. */
export function checkLength(text: string, most: number): TextProblem | undefined {
  if (text.length <= most) return undefined;
  const length = codePoints(text);
  return length > most ? { code: "too_long", detail: `${length} > ${most}` } : undefined;
}

/** Makes one line of a text that may be taken. */
export function toLine(text: string): string {
  return text.toWellFormed().replaceAll(/\s+/g, " ").trim();
}
