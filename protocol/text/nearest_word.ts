import { levenshteinDistance } from "@std/text/levenshtein-distance";

/** Longest word that is compared, as a longer one is no mistyped command; bounds the work. */
const MAX_WORD = 20;

/** Letters from which on a word may differ in two. */
const MIN_LONG = 5;

/**
 * Finds the word that a mistyped one was meant to be: the nearest of those that differ in one letter, or in two if the word has
 * at least five. Neighbouring letters that are swapped count as one.
 *
 * @param typed The word as typed.
 * @param words The words that exist, in lower case; of equally near ones, the first is found.
 * @returns The word, or `undefined` if none is near.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { nearestWord } from "./nearest_word.ts";
 *
 * assertEquals(nearestWord("conect", ["serve", "connect"]), "connect");
 * assertEquals(nearestWord("dance", ["serve", "connect"]), undefined);
 * ```
 */
export function nearestWord<T extends string>(typed: string, words: readonly T[]): T | undefined {
  if (typed.length > MAX_WORD) return undefined;
  const word = typed.toLowerCase();
  const most = word.length >= MIN_LONG ? 2 : 1;
  const [nearest] = words
    .map((other) => ({ other, distance: wordDistance(word, other) }))
    // A word of which nothing is left is not mistyped.
    .filter(({ other, distance }) => distance <= most && distance < other.length)
    .sort((one, another) => one.distance - another.distance);
  return nearest?.other;
}

/** Returns in how many letters two words differ; neighbours that are swapped count as one. */
export function wordDistance(word: string, other: string): number {
  return isSwapped(word, other) ? 1 : levenshteinDistance(word, other);
}

/** Whether two words differ in nothing but two neighbouring letters that changed places. */
function isSwapped(word: string, other: string): boolean {
  if (word.length !== other.length) return false;
  const at = [...word].findIndex((letter, index) => letter !== other[index]);
  return at >= 0 && word[at] === other[at + 1] && word[at + 1] === other[at] &&
    word.slice(at + 2) === other.slice(at + 2);
}
