import { nameKey } from "../../protocol/text/names.ts";

/** Colours of the 256 that contrast with black and with white by more than 4 to 1 (WCAG 2), so that either can be the background. */
export const PALETTE = [131, 130, 64, 28, 29, 30, 31, 27, 63, 98, 129, 164, 163, 161] as const;

/** Returns the colour of a name: the same one everywhere and always. */
export function nameColor(name: string): number {
  // FNV-1a, of 32 bits.
  let hash = 0x811c9dc5;
  for (const character of nameKey(name)) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return PALETTE[hash % PALETTE.length]!;
}
