import { LARGEST } from "../../protocol/limits.ts";
import type { MessageState } from "../../protocol/messages/changes.ts";
import { codePoints, nameKey } from "../../protocol/text/names.ts";

/** Most UTF-16 code units of a name: two for each code point, twice that with letters and marks apart. */
const MAX_NAME = 4 * LARGEST.name;

/** Code points of a name below which only `@` makes a word a mention: "eu" and "oi" are words of every sentence. */
const MIN_BARE = 3;

/** Words that may be names, including an `@` before them. */
const NAMES = /@?[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*/gu;

/**
 * Whether a text contains a name as a word, with or without an `@`; a name of one or two characters, only with it.
 *
 * @param text Text of a message.
 * @param name Name of a user.
 */
export function mentions(text: string, name: string): boolean {
  if (name === "") return false;
  const key = nameKey(name);
  const needsSign = codePoints(name) < MIN_BARE;
  return text.match(NAMES)?.some((word) =>
    (!needsSign || word.startsWith("@")) && isName(word, key)
  ) ?? false;
}

/** Whether a message of another user names this one or replies to this one. */
export function isForUser(
  { from, text, reply }: { readonly from: string; readonly text: string } & MessageState,
  self: string,
): boolean {
  return from !== self && (reply?.from === self || mentions(text, self));
}

/** Compares a word with the key of a name; full stops and hyphens at the end may belong to the sentence instead. */
function isName(word: string, key: string): boolean {
  const bare = word.startsWith("@") ? word.slice(1) : word;
  return isSameName(bare, key) || isSameName(withoutEnd(bare), key);
}

/** Skips words longer than any name: normalizing runs of combining marks takes quadratic time. */
function isSameName(word: string, key: string): boolean {
  return word.length <= MAX_NAME && nameKey(word) === key;
}

function withoutEnd(word: string): string {
  let end = word.length;
  while (end > 0 && (word[end - 1] === "." || word[end - 1] === "-")) end--;
  return word.slice(0, end);
}
