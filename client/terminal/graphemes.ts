import stringWidth from "string-width";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Each character of these is one by itself, a column wide. To ask for no more is many times as fast, and leaves no garbage. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Splits a text into graphemes: what a reader sees as single characters. */
export function* graphemes(text: string): Generator<string> {
  if (PLAIN.test(text)) return yield* text;
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** Returns how many columns of a terminal a text takes. */
export function width(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Returns where the character before an index begins. */
export function before(text: string, index: number): number {
  return segmenter.segment(text).containing(index - 1)?.index ?? 0;
}

/** Returns where the character at an index ends. */
export function after(text: string, index: number): number {
  const found = segmenter.segment(text).containing(index);
  return found ? found.index + found.segment.length : text.length;
}

/** Cuts a text to so many columns. */
export function cutTo(text: string, columns: number): string {
  let cut = "";
  let taken = 0;
  for (const grapheme of graphemes(text)) {
    taken += width(grapheme);
    if (taken > columns) break;
    cut += grapheme;
  }
  return cut;
}
