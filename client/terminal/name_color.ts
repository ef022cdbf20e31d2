import { nameKey } from "../../protocol/text/names.ts";

/** Colours of the 256 with a contrast above 4:1 to both black and white (WCAG 2), so that either can be the background. */
export const PALETTE = [131, 130, 64, 28, 29, 30, 31, 27, 63, 98, 129, 164, 163, 161] as const;

/** Returns the colour of a name: a hash, so it is the same everywhere. */
export function nameColor(name: string): number {
  // FNV-1a with 32 bits.
  let hash = 0x811c9dc5;
  for (const character of nameKey(name)) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return PALETTE[hash % PALETTE.length]!;
}
