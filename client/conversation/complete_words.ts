import { toPlain } from "../../protocol/text/terms.ts";

/**
 * Finds the words that begin with what was typed, in any case and with or without accents: `er` finds `Érica`.
 *
 * @param words The words, the best first.
 * @param typed The beginning of one.
 * @returns The words that have it, in their order, each once.
 */
export function completeWords(words: Iterable<string>, typed: string): readonly string[] {
  const begin = toPlain(typed);
  return [...new Set(words)].filter((word) => toPlain(word).startsWith(begin));
}
