/** Characters that a name goes on with. */
const OF_NAME = String.raw`[\p{L}\p{M}\p{N}_-]`;

/**
 * Finds where a name stands in a text as a word of its own, in any case.
 *
 * @param text The text.
 * @param name The name.
 * @returns Where each begins and ends.
 */
export function findName(text: string, name: string): readonly (readonly [number, number])[] {
  if (name === "") return [];
  // The server says what one is called: whatever is no letter or digit is no part of the pattern either.
  const literal = name.replaceAll(/[^\p{L}\p{M}\p{N}_]/gu, toEscape);
  const pattern = new RegExp(`(?<!${OF_NAME})${literal}(?!${OF_NAME})`, "giu");
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => [index, index + found.length]);
}

function toEscape(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
