/** Characters that end a sentence rather than a URL or a name. */
const TRAILING: ReadonlySet<string> = new Set(".,;:!?'*_~-…»”’");

/** Closing brackets, with the bracket that must open in a URL for them to belong to it. */
const OPENING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * Removes trailing punctuation, and closing brackets without an opening one, from a URL or a name.
 *
 * Linear: one pass counts brackets, and at most one more runs from the end.
 */
export function trimWord(word: string): string {
  const counts = new Map<string, number>();
  for (const character of word) {
    if ("()[]{}".includes(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  let end = word.length;
  for (; end > 0; end--) {
    const last = word[end - 1]!;
    if (TRAILING.has(last)) continue;
    const opening = OPENING[last];
    if (opening === undefined) break;
    const count = counts.get(last)!;
    if (count <= (counts.get(opening) ?? 0)) break;
    counts.set(last, count - 1);
  }
  return word.slice(0, end);
}

/** Returns the address that a trimmed URL leads to; `undefined` if it is none. */
export function hrefOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).href : undefined;
}
