import { LARGEST } from "../../protocol/limits.ts";
import { codePoints, nameKey } from "../../protocol/text/names.ts";
import { characterBefore } from "./characters.ts";
import type { Inline } from "./formatted_text.ts";
import { trimWord } from "./links.ts";

/** Most UTF-16 code units of a name: two for each code point, twice that with letters and marks apart. */
const MAX_NAME = 4 * LARGEST.name;

/** Code points of a name below which only `@` makes a word a mention: "eu" and "oi" are words of every sentence. */
const MIN_BARE = 3;

/** Words that may be names, including an `@` before them. */
const NAMES = /@?[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*/gu;

/** What may not stand before an `@`: that is part of an address. */
const OF_ADDRESS = /[\p{L}\p{M}\p{N}_@/]/u;

/**
 * Splits a text at the names in it: every name after an `@`, and the user's own also without, unless it has only one or
 * two characters.
 *
 * @param text Plain text.
 * @param self Name of the user.
 * @returns The parts, in order; joined, they are the text.
 */
export function nameParts(text: string, self: string): readonly Inline[] {
  const key = nameKey(self);
  const needsSign = codePoints(self) < MIN_BARE;
  const parts: Inline[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(NAMES)) {
    const hasSign = word.startsWith("@");
    const before = characterBefore(text, index);
    if (hasSign ? OF_ADDRESS.test(before) : before === "_") continue;
    const name = hasSign || !needsSign ? ownName(word, key) : undefined;
    if (!hasSign && name === undefined) continue;
    const shown = name ?? trimWord(word);
    if (index > end) parts.push({ kind: "text", text: text.slice(end, index) });
    parts.push({ kind: "name", text: shown, isSelf: name !== undefined });
    end = index + shown.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

/** Returns the part of a word that is the user's name; full stops and hyphens at the end may belong to the sentence. */
function ownName(word: string, key: string): string | undefined {
  return [word, withoutEnd(word)].find((word) => isSameName(word.replace("@", ""), key));
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
