/**
 * Longest run of combining marks, as in Unicode's stream-safe text (UAX #15, 13). Normalizing takes time linear in the
 * length of such a text; otherwise it is quadratic in the length of a run.
 */
export const MAX_MARKS = 30;

/** Shortest run of characters that may decompose into more than {@linkcode MAX_MARKS} marks. */
const SUSPECT = 14;

/** The mark with the highest combining class: normalization sorts all others that it reorders before it. */
const HIGHEST = "\u0345";

/** Cache of whether normalization may reorder a mark, because its combining class is not 0. */
const movable = new Map<string, boolean>();

/**
 * Checks whether a text has a run of more than {@linkcode MAX_MARKS} combining marks in the form NFKD. Call it before you
 * normalize a text from a peer.
 *
 * @param text The text, in any form.
 * @returns Whether there is such a run, in time linear in the length of the text.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hasLongRun } from "./marks.ts";
 *
 * assertEquals(hasLongRun(`a${"\u0301".repeat(30)}`), false);
 * assertEquals(hasLongRun(`a${"\u0301".repeat(31)}`), true);
 * ```
 */
export function hasLongRun(text: string): boolean {
  // Decides most texts in a hundredth of the time that the rest takes.
  if (!/[\u0300-\uffff]/.test(text) || !mayHaveRun(text)) return false;
  // A letter decomposes into at most three marks, as `ᾂ` does, and a mark into two. U+FF9E and U+FF9F become marks in NFKD.
  if (!/[\p{M}\uff9e\uff9f]{14}/u.test(text)) return false;
  let run = 0;
  for (const character of text) {
    const known = movable.get(character);
    const parts = known === undefined ? character.normalize("NFKD") : character;
    for (const part of parts) {
      run = isMovable(part) ? run + 1 : 0;
      if (run > MAX_MARKS) return true;
    }
  }
  return false;
}

/** Returns false for most texts: few have so many consecutive characters that are not letters of the most used scripts. */
function mayHaveRun(text: string): boolean {
  let run = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x300 || isLetter(unit)) run = 0;
    else if (++run === SUSPECT) return true;
  }
  return false;
}

/** Letters of Greek, Cyrillic, Chinese and Korean. */
function isLetter(unit: number): boolean {
  return unit >= 0x370 && unit < 0x483 || unit >= 0x3400 && unit < 0xa000 ||
    unit >= 0xac00 && unit < 0xd7a4;
}

/** Returns whether normalization may reorder a mark. Vowel signs, as of Hindi, stay in place and may repeat. */
function isMovable(part: string): boolean {
  if (part < "\u0300") return false;
  const known = movable.get(part);
  if (known !== undefined) return known;
  if (!/^\p{M}$/u.test(part)) return false;
  const isMoved = part === HIGHEST || `${HIGHEST}${part}`.normalize("NFD") !== `${HIGHEST}${part}`;
  movable.set(part, isMoved);
  return isMoved;
}
