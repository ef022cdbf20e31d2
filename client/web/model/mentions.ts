import { nameKey } from "../../../protocol/names.ts";

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
  const bare = nameKey(word.replace(/^@/, ""));
  return bare === key || bare.replace(/(?<![.-])[.-]+$/, "") === key;
}
