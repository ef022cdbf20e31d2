const PRINTABLE_ASCII = /^[ -~]*$/;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Makes a text safe to show on a line of a terminal or a log: escapes the characters that could move the cursor, change
 * the window's title, start a line or change the direction of the text.
 *
 * @param text The text as written.
 * @returns The text with `\n`, `\r`, `\t` or `\uHHHH` for each such character, as JSON escapes them.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { escapeControl } from "./escape_control.ts";
 *
 * assertEquals(escapeControl("\x1b[2J\nBob: oi \u202e"), "\\u001b[2J\\nBob: oi \\u202e");
 * ```
 */
export function escapeControl(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : withEscapes(text);
}

function withEscapes(text: string): string {
  // C0, DEL and C1, line and paragraph separators, and direction controls (Unicode UAX 9), by code because V8 takes a
  // fifth of a millisecond to read `\p{Bidi_Control}`.
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.charCodeAt(0);
    return SHORT[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
