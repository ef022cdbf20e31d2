/** Stands for a character that databases do not take in a text; never a character itself. */
const ESCAPE = "\u{10fffe}";

const UNSTORABLE = /[\0\u{10fffe}]/gu;
const ESCAPED = /\u{10fffe}([01])/gu;

/**
 * Brings a text to a form that every database gives back whole: PostgreSQL takes no NUL, and SQLite's reader stops there.
 *
 * @param text Any text. Halves of pairs, which no encoding has, become U+FFFD.
 * @returns The same, unless there is a NUL or an escape in it.
 */
export function toStoredText(text: string): string {
  const wellFormed = text.toWellFormed();
  if (!text.includes("\0") && !text.includes(ESCAPE)) return wellFormed;
  return wellFormed.replace(
    UNSTORABLE,
    (character) => character === "\0" ? `${ESCAPE}0` : `${ESCAPE}1`,
  );
}

/** Reverses {@linkcode toStoredText}. */
export function fromStoredText(stored: string): string {
  if (!stored.includes(ESCAPE)) return stored;
  return stored.replace(ESCAPED, (_, digit) => digit === "0" ? "\0" : ESCAPE);
}
