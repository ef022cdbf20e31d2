/** Characters that continue a name. */
const OF_NAME = String.raw`[\p{L}\p{M}\p{N}_-]`;

/**
 * Finds a name in a text as a whole word, ignoring case.
 *
 * @param text The text.
 * @param name The name.
 * @returns Start and end index of each occurrence.
 */
export function findName(text: string, name: string): readonly (readonly [number, number])[] {
  if (name === "") return [];
  // The server chooses the name: everything but letters and digits is escaped in the pattern.
  const literal = name.replaceAll(/[^\p{L}\p{M}\p{N}_]/gu, toEscape);
  const pattern = new RegExp(`(?<!${OF_NAME})${literal}(?!${OF_NAME})`, "giu");
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => [index, index + found.length]);
}

function toEscape(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
