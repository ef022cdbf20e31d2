import { encode, renderUnicodeCompact } from "uqr";

/** White modules on black, whatever the colours of the terminal: many readers refuse an inverted code. */
const COLOURS = "\x1b[38;5;231;48;5;16m";
const RESET = "\x1b[0m";

/** Empty modules around the code, for readers to find it. */
const BORDER = 2;

/** Size of a terminal, in characters. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Draws a QR code for a terminal: one column and half a row of characters for each module.
 *
 * @param text What the code says.
 * @param screen Size of the terminal: if twice the code fits there, below a line, it is drawn twice as large.
 * @returns Lines of equal width, with colours.
 */
export function toQrCode(text: string, screen?: ScreenSize): string {
  const { data, size } = encode(text, { border: BORDER });
  const isLarge = screen !== undefined && 2 * size <= screen.columns && size + 2 <= screen.rows;
  const lines = isLarge
    ? data.map((row) => row.map((isDark) => isDark ? "  " : "██").join(""))
    : renderUnicodeCompact(text, { border: BORDER }).split("\n");
  return lines.map((line) => `${COLOURS}${line}${RESET}`).join("\n");
}
