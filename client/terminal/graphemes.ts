import { graphemeSegments } from "../conversation/grapheme_segments.ts";
import { unstyled } from "./style.ts";

/**
 * Text whose characters are one grapheme and one column each: Latin letters, punctuation, and what the client draws. Testing
 * for it is fast and allocates nothing.
 */
const PLAIN =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u257f\u2717\u2800-\u28ff]*$/;

/** Control characters, which take no column. */
const CONTROLS = /\p{Cc}+/gu;

/**
 * The function of `string-width`, once it is loaded. That takes 18 ms, a quarter of the client's start, and most rooms can be
 * shown without (docs/adr/0018-memory-of-the-client.md).
 */
let stringWidth: ((text: string) => number) | undefined;

/** Makes {@linkcode width} exact for every text; resolves when it is. */
export async function loadWidths(): Promise<void> {
  stringWidth ??= (await import("string-width")).default;
}

/** Returns whether {@linkcode width} is exact for every text. */
export function hasWidths(): boolean {
  return stringWidth !== undefined;
}

/** Returns whether {@linkcode width} is exact for a text even before {@linkcode loadWidths}. */
export function isMeasurable(text: string): boolean {
  return PLAIN.test(text.replaceAll(CONTROLS, ""));
}

/**
 * Widths of graphemes that were measured before. To measure one, `stringWidth` takes 3 KiB outside of V8's heap, which V8
 * frees only when the event loop turns: a line of 64 Ki line breaks would take 200 MiB.
 */
const widths = new Map<string, number>();

/** Bounds of these widths: how many there are, and how long a text can be to be among them, in UTF-16 code units. */
const MAX_WIDTHS = 4096;
const MAX_LENGTH = 16;

/** Splits a text into graphemes, which readers see as single characters. */
export function* graphemes(text: string): Generator<string> {
  if (PLAIN.test(text)) return yield* text;
  for (const { segment } of graphemeSegments(text)) yield segment;
}

/**
 * Returns the width of a text in columns, with or without styles: until {@linkcode loadWidths}, one column for each UTF-16
 * code unit, which is right for what {@linkcode isMeasurable}.
 */
export function width(text: string): number {
  if (PLAIN.test(text)) return text.length;
  if (stringWidth === undefined) return unstyled(text).replaceAll(CONTROLS, "").length;
  if (text.length > MAX_LENGTH) return stringWidth(text);
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (widths.size >= MAX_WIDTHS) widths.clear();
  const measured = stringWidth(text);
  widths.set(text, measured);
  return measured;
}

/** Returns the start of the grapheme before an index. */
export function before(text: string, index: number): number {
  return graphemeSegments(text).containing(index - 1)?.index ?? 0;
}

/** Returns the end of the grapheme at an index. */
export function after(text: string, index: number): number {
  const found = graphemeSegments(text).containing(index);
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
