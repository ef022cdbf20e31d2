/**
 * Most marks that may follow one another: what Unicode's stream-safe text has at most (UAX #15, 13), so that bringing a text to
 * a normal form takes time that grows with its length. Without a bound that time grows with the square of the run.
 */
export const MAX_MARKS = 30;

/** Marks in a row that may be more than {@linkcode MAX_MARKS} when they are taken apart, with the letter before them. */
const SUSPECT = 14;

/** The mark of the highest combining class, before which every other one that moves is put. */
const HIGHEST = "\u0345";

/** Whether a mark changes places with its like in a normal form: its combining class is not 0. */
const movable = new Map<string, boolean>();

/**
 * Tells whether a text has a run of more than {@linkcode MAX_MARKS} combining marks, counted as the form NFKD has them. To be
 * asked before a text from a peer is normalized.
 *
 * @param text The text, in any form.
 * @returns Whether there is such a run. This takes time that grows with the length of the text only.
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
  // Most texts are told from this, which takes a hundredth of the rest.
  if (!/[\u0300-\uffff]/.test(text) || !mayHaveRun(text)) return false;
  // A letter brings three marks at most, as `ᾂ` does, and a mark is two at most. Two more are marks in the form NFKD.
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

/** Tells most of the others: in few texts so many signs follow one another that are no letters of the most used scripts. */
function mayHaveRun(text: string): boolean {
  let run = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x300 || isLetter(unit)) run = 0;
    else if (++run === SUSPECT) return true;
  }
  return false;
}

/** Greek and Cyrillic, Chinese, Korean. */
function isLetter(unit: number): boolean {
  return unit >= 0x370 && unit < 0x483 || unit >= 0x3400 && unit < 0xa000 ||
    unit >= 0xac00 && unit < 0xd7a4;
}

/** Vowel signs of Hindi or Thai are marks, too, and do not move: these may be repeated as any letter. */
function isMovable(part: string): boolean {
  if (part < "\u0300") return false;
  const known = movable.get(part);
  if (known !== undefined) return known;
  if (!/^\p{M}$/u.test(part)) return false;
  const isMoved = part === HIGHEST || `${HIGHEST}${part}`.normalize("NFD") !== `${HIGHEST}${part}`;
  movable.set(part, isMoved);
  return isMoved;
}
