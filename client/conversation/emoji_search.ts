import type { Language } from "../../locale/languages.ts";
import { isEmoji } from "../../protocol/text/emoji.ts";
import { toTerms } from "../../protocol/text/terms.ts";
import type { Emoji } from "./emoji_list.ts";

/** An emoji with its name in one language. */
export interface FoundEmoji {
  readonly emoji: string;
  readonly name: string;
}

/**
 * Finds emoji by the beginnings of words.
 *
 * @param all The emoji.
 * @param typed What to look for: words in any case, with or without accents; or an emoji, also one that is not listed.
 * @param language The language of the names.
 * @returns The emoji that have all the words, in the order of `all`.
 */
export function searchEmoji(
  all: readonly Emoji[],
  typed: string,
  language: Language,
): readonly FoundEmoji[] {
  const given = typed.trim();
  if (isEmoji(given)) return [{ emoji: given, name: given }];
  const terms = toTerms(given);
  return all.flatMap(([emoji, english, portuguese]) => {
    const words = language === "en" ? english : portuguese;
    if (!isDescribedBy(words, terms)) return [];
    return [{ emoji, name: words.split(",", 1)[0]! }];
  });
}

/**
 * Returns whether each term begins one of the words that describe an emoji.
 *
 * @param words The words, as in an {@linkcode Emoji}.
 * @param terms The terms, as from {@linkcode toTerms}.
 */
export function isDescribedBy(words: string, terms: readonly string[]): boolean {
  const known = toTerms(words);
  return terms.every((term) => known.some((word) => word.startsWith(term)));
}
