import { renderUnicodeCompact } from "uqr";

/** White modules on black, whatever the colours of the terminal: many readers refuse an inverted code. */
const COLOURS = "\x1b[38;5;231;48;5;16m";
const RESET = "\x1b[0m";

/**
 * Draws a QR code for a terminal: half a row of characters and one column for each module.
 *
 * @param text What the code says.
 * @returns Lines of equal width, with colours.
 */
export function toQrCode(text: string): string {
  const lines = renderUnicodeCompact(text, { border: 2 }).split("\n");
  return lines.map((line) => `${COLOURS}${line}${RESET}`).join("\n");
}
