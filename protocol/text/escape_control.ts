/** What most texts are made of. */
const PRINTABLE_ASCII = /^[ -~]*$/;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Makes a text safe to show on a line of a terminal or a log: characters that would move the cursor, retitle the
 * window, begin a line or change the direction of the text are shown as escapes.
 *
 * @param text The text as somebody wrote it.
 * @returns The text with `\n`, `\r`, `\t` or `\uHHHH` in place of each such character: escapes that JSON knows too.
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

/** A function of its own, as the pattern takes most of a millisecond to read, and a start needs none. */
function withEscapes(text: string): string {
  // C0, DEL and C1, line and paragraph separators, and what changes the direction of text (Unicode UAX 9).
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (character) => {
    const code = character.charCodeAt(0);
    return SHORT[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
