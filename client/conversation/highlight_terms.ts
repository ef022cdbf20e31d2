import { matchesTerm, toPlain } from "../../protocol/text/terms.ts";

/** Words with the marks on their letters, be they composed or not. */
const WORDS = /([\p{L}\p{N}\p{M}]+)/u;

/**
 * Tells the words that a search found from the rest of a text.
 *
 * @param text What was found.
 * @param terms The terms of the search, as `toTerms` gives them.
 * @returns The text in parts, in order; those are found that a term stands for, as the store compares them.
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

/** Marks the words that a search found, between asterisks; what it takes is that of {@linkcode findTerms}. */
export function highlightTerms(text: string, terms: readonly string[]): string {
  return findTerms(text, terms)
    .map(({ text, isFound }) => isFound ? `*${text}*` : text)
    .join("");
}
