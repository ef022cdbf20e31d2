/** Colours of a terminal: the 16 that all have, or 256. */
export type ColorCount = 16 | 256;

/** Terminals with 256 colours and more whose names do not tell. */
const MANY = /256color|direct|truecolor|kitty|alacritty|foot|ghostty|wezterm|contour|iterm/i;

/**
 * Returns how many colours a terminal has.
 *
 * @param term `TERM`, which Windows does not set.
 * @param colorTerm `COLORTERM`, which terminals with more than 256 colours set.
 */
export function colorCount(term: string | undefined, colorTerm: string | undefined): ColorCount {
  if (term === undefined || /truecolor|24bit/i.test(colorTerm ?? "")) return 256;
  return MANY.test(term) ? 256 : 16;
}
