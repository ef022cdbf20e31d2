import { toPlain, toTerms } from "../../protocol/text/terms.ts";
import type { Emoji } from "./emoji_list.ts";
import { isDescribedBy } from "./emoji_search.ts";

/** A colon, the beginning of a code or of a word, and perhaps another colon; shorter ones are smileys. */
const BEGUN = /(?<!\S):([\p{L}\p{N}_+-]{2,40}):?$/u;

/**
 * Returns the beginning of a code of an emoji before the cursor, such as `smi` for `ha :smi` and `smile` for `:smile:`.
 *
 * @param before The text before the cursor.
 * @returns The code without colons; `undefined` if there is none.
 */
export function emojiCodeIn(before: string): string | undefined {
  return BEGUN.exec(before)?.[1];
}

/**
 * Finds the emoji whose code begins so, then those that are described by words that begin so, in English or Portuguese.
 *
 * @param all The emoji.
 * @param code The beginning of a code, without colons, in any case.
 * @returns The emoji, those with exactly that code first, then as in `all`.
 */
export function completeEmoji(all: readonly Emoji[], code: string): readonly Emoji[] {
  const typed = toPlain(code);
  const terms = toTerms(code);
  const ranked = all.flatMap((emoji) => {
    const rank = rankOf(emoji, typed, terms);
    return rank === undefined ? [] : [{ emoji, rank }];
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ emoji }) => emoji);
}

/** How well an emoji fits, 0 being best; `undefined` if it does not. */
function rankOf(
  [, english, portuguese, codes]: Emoji,
  typed: string,
  terms: readonly string[],
): number | undefined {
  const known = codes.split(" ");
  if (known.includes(typed)) return 0;
  if (known.some((code) => code.startsWith(typed))) return 1;
  const isDescribed = terms.length > 0 && isDescribedBy(`${english} ${portuguese}`, terms);
  return isDescribed ? 2 : undefined;
}
