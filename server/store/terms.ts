/** What separates words: all but letters, digits and marks. */
const SEPARATORS = /[^\p{L}\p{N}]+/u;

/** Marks on letters, once these are taken apart (Unicode NFD). */
const MARKS = /\p{M}/gu;

/**
 * Cuts text into words without case and accents, as they are compared in a search.
 *
 * @param text What is searched for, or in.
 * @returns The words, in order.
 */
export function toTerms(text: string): string[] {
  const plain = text.normalize("NFD").replace(MARKS, "").toLowerCase();
  return plain.split(SEPARATORS).filter((word) => word !== "");
}

/** Whether each term begins a word of the text. */
export function matchesTerms(text: string, terms: readonly string[]): boolean {
  const words = toTerms(text);
  return terms.every((term) => words.some((word) => word.startsWith(term)));
}
