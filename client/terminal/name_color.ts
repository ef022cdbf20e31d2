import { nameKey } from "../../protocol/text/names.ts";
import { colors } from "./style.ts";

/**
 * Thirty colours of the 256, for a class: with a contrast above 3:1 to both black and white (WCAG 2 for what is not text
 * alone), so that either can be the background, and as far apart as possible, at least 0.076 in OKLab.
 */
// deno-fmt-ignore
export const PALETTE = [
  25, 27, 28, 30, 32, 60, 62, 65, 67, 69, 93, 94, 97, 99, 100,
  104, 126, 128, 131, 134, 137, 160, 161, 163, 165, 166, 168, 196, 198, 200,
] as const;

/** The colours of 16 that are neither black, white nor grey. What they look like, and their contrast, is the terminal's choice. */
const BASIC_PALETTE = [1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14] as const;

/** Returns the colour of a name: a hash, so it is the same everywhere. */
export function nameColor(name: string): number {
  // FNV-1a with 32 bits.
  let hash = 0x811c9dc5;
  for (const character of nameKey(name)) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  }
  const palette = colors() === 256 ? PALETTE : BASIC_PALETTE;
  return palette[hash % palette.length]!;
}
