import stringWidth from "string-width";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Text whose characters are one grapheme and one column each. Testing for it is fast and allocates nothing. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Splits a text into graphemes, which readers see as single characters. */
export function* graphemes(text: string): Generator<string> {
  if (PLAIN.test(text)) return yield* text;
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** Returns the width of a text in columns. */
export function width(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Returns the start of the grapheme before an index. */
export function before(text: string, index: number): number {
  return segmenter.segment(text).containing(index - 1)?.index ?? 0;
}

/** Returns the end of the grapheme at an index. */
export function after(text: string, index: number): number {
  const found = segmenter.segment(text).containing(index);
  return found ? found.index + found.segment.length : text.length;
}

/** Cuts a text to a number of columns. */
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
