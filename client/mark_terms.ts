import { toPlain } from "../protocol/terms.ts";

/** Words with the marks on their letters, be they composed or not. */
const WORDS = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * Marks the words that a search found, between asterisks.
 *
 * @param text What was found.
 * @param terms The terms of the search, as `toTerms` gives them.
 * @returns The text with each word marked that begins with a term, as the store compares them.
 */
export function markTerms(text: string, terms: readonly string[]): string {
  return text.replace(WORDS, (word) => {
    const plain = toPlain(word);
    return terms.some((term) => plain.startsWith(term)) ? `*${word}*` : word;
  });
}
