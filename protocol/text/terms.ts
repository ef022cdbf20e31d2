/** How much of a word an index has, in UTF-16 code units: PostgreSQL's take less than 2,048 bytes. */
export const MAX_WORD = 500;

const MARKS = /\p{M}+/gu;

const ASCII = /^[\0-\x7f]*$/;

/** Takes case and accents away from a text, as it is compared in a search. */
export function toPlain(text: string): string {
  // Most texts need no more than this, which is many times as fast.
  if (ASCII.test(text)) return text.toLowerCase();
  // Marks that stand apart go first: to put a long run of them into order takes the square of its length. What is then taken
  // apart has a few marks a letter.
  return text.replaceAll(MARKS, "").normalize("NFD").replaceAll(MARKS, "").toLowerCase();
}

/** Gives the words of a text, as {@linkcode toTerms} does, with anything of ASCII between them that is no letter or digit. */
export function toWords(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : toTerms(text).join(" ");
}

/**
 * Cuts text into words without case and accents, as they are compared in a search.
 *
 * @param text What is searched for, or in.
 * @returns The words, in order.
 */
export function toTerms(text: string): string[] {
  return cut(toPlain(text)).filter((word) => word !== "");
}

/** Cuts a text at all but letters and digits. The pattern is made here as it takes some time, and a start needs none. */
function cut(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u);
}

/** A letter that is a word by itself in the languages that write with it; of others, nearly every message has a word. */
const WORD_LETTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Gives the different words of a search.
 *
 * @param text What is searched for.
 * @returns The words, as {@linkcode toTerms} gives them.
 */
export function toSearchTerms(text: string): string[] {
  return [...new Set(toTerms(text))];
}

/** Whether a term of a search stands for itself only, and not for all words that it begins: a single letter or digit. */
export function isWholeWord(term: string): boolean {
  return term.length <= 2 && [...term].length === 1 && !WORD_LETTER.test(term);
}

/** Whether a word, as {@linkcode toTerms} gives it, is one that a term of a search stands for. */
export function matchesTerm(word: string, term: string): boolean {
  return isWholeWord(term) ? word === term : word.startsWith(term);
}

/** Whether each term of a search stands for a word of the text. */
export function matchesTerms(text: string, terms: readonly string[]): boolean {
  const plain = toPlain(text);
  // Most texts are told from this, which takes a small part of the time.
  if (!terms.every((term) => plain.includes(term))) return false;
  const words = cut(plain);
  return terms.every((term) => words.some((word) => matchesTerm(word, term)));
}
