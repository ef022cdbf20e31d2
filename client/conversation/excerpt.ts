import { graphemeSegments } from "./grapheme_segments.ts";

/** Most characters of an excerpt, as people read them. */
const MAX_CHARACTERS = 40;

/**
 * Returns the beginning of a text in one line, to say which message is meant.
 *
 * @param text Text of a message, or a quote of it.
 */
export function excerpt(text: string): string {
  // Of a long text, only the beginning is split.
  const line = text.slice(0, 20 * MAX_CHARACTERS).replaceAll(/\s+/g, " ").trim();
  let cut = "";
  let count = 0;
  for (const { segment } of graphemeSegments(line)) {
    if (++count > MAX_CHARACTERS) return `${cut.trimEnd()}…`;
    cut += segment;
  }
  return cut;
}
