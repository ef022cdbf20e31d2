import { matchesTerm, toPlain } from "../../protocol/text/terms.ts";

/** Words, including combining marks. */
const WORDS = /([\p{L}\p{N}\p{M}]+)/u;

/**
 * Splits a text into the words that match a search and the rest.
 *
 * @param text Text of a message.
 * @param terms Terms of the search, as `toTerms` returns them.
 * @returns The parts in order; joined, they are the text. Words are compared as in the store.
 */
export function findTerms(
  text: string,
  terms: readonly string[],
): { readonly text: string; readonly isFound: boolean }[] {
  return text.split(WORDS).filter((part) => part !== "").map((part) => {
    const plain = toPlain(part);
    return { text: part, isFound: terms.some((term) => matchesTerm(plain, term)) };
  });
}
