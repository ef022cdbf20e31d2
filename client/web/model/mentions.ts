import { LARGEST } from "../../../protocol/limits.ts";
import { nameKey } from "../../../protocol/text/names.ts";

/** Longest name in UTF-16 code units: each code point may be two, and one with marks apart from its letter some more. */
const MAX_NAME = 4 * LARGEST.name;

/** A name as it may stand in a text, with the `@` before it if there is one. */
const NAMES = /@?[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*/gu;

/**
 * Tells whether a text names somebody, with an `@` or without.
 *
 * @param text What was said.
 * @param name Whom to look for.
 */
export function mentions(text: string, name: string): boolean {
  if (name === "") return false;
  const key = nameKey(name);
  return text.match(NAMES)?.some((word) => isName(word, key)) ?? false;
}

/** Whether a word is a name, also at the end of a sentence. */
function isName(word: string, key: string): boolean {
  const bare = word.startsWith("@") ? word.slice(1) : word;
  return isAlike(bare, key) || isAlike(withoutEnd(bare), key);
}

/** Compares what is not longer than a name can be; nothing longer is normalized. */
function isAlike(word: string, key: string): boolean {
  return word.length <= MAX_NAME && nameKey(word) === key;
}

/** Takes off the signs of a name that end a sentence, each of which is looked at once. */
function withoutEnd(word: string): string {
  let end = word.length;
  while (end > 0 && (word[end - 1] === "." || word[end - 1] === "-")) end--;
  return word.slice(0, end);
}
