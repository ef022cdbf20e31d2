/** Longest part of a word that is indexed, in UTF-16 code units: PostgreSQL indexes less than 2,048 bytes. */
export const MAX_WORD = 500;

const MARKS = /\p{M}+/gu;

const ASCII = /^[\0-\x7f]*$/;

/** Removes case and accents from a text, which searches ignore. */
export function toPlain(text: string): string {
  // Decides most texts, many times as fast as the rest.
  if (ASCII.test(text)) return text.toLowerCase();
  // Separate marks go first, because normalizing is quadratic in the length of a run. Decomposing then yields a few marks
  // a letter.
  return text.replaceAll(MARKS, "").normalize("NFD").replaceAll(MARKS, "").toLowerCase();
}

/** Returns the words of a text as {@linkcode toTerms} does, joined by ASCII characters other than letters and digits. */
export function toWords(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : toTerms(text).join(" ");
}

/**
 * Splits a text into words without case and accents, which searches ignore.
 *
 * @param text A message or search terms.
 * @returns The words, in order.
 */
export function toTerms(text: string): string[] {
  return cut(toPlain(text)).filter((word) => word !== "");
}

/** Splits a text at everything but letters and digits. Compiling the pattern here keeps it out of the program's start. */
function cut(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u);
}

/** A letter of a script in which one letter can be a word. Not a literal, whose sets V8 reads together with the module. */
let wordLetter: RegExp | undefined;

/**
 * Returns the distinct words of a search.
 *
 * @param text The search terms.
 * @returns The words, as from {@linkcode toTerms}.
 */
export function toSearchTerms(text: string): string[] {
  return [...new Set(toTerms(text))];
}

/** Returns whether a search term matches whole words only, not their beginnings, as single letters and digits do. */
export function isWholeWord(term: string): boolean {
  if (term.length > 2 || [...term].length !== 1) return false;
  wordLetter ??= new RegExp("[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]", "u");
  return !wordLetter.test(term);
}

/** Returns whether a search term matches a word from {@linkcode toTerms}. */
export function matchesTerm(word: string, term: string): boolean {
  return isWholeWord(term) ? word === term : word.startsWith(term);
}

/** Returns whether each search term matches a word of the text. */
export function matchesTerms(text: string, terms: readonly string[]): boolean {
  const plain = toPlain(text);
  // Decides most texts in a fraction of the time.
  if (!terms.every((term) => plain.includes(term))) return false;
  const words = cut(plain);
  return terms.every((term) => words.some((word) => matchesTerm(word, term)));
}
