/** Escapes a character that databases do not store; not a character itself. */
const ESCAPE = "\u{10fffe}";

const UNSTORABLE = /[\0\u{10fffe}]/gu;
const ESCAPED = /\u{10fffe}([01])/gu;

/**
 * Converts a text to a form that every database returns unchanged: PostgreSQL rejects NUL, and SQLite's reader stops at it.
 *
 * @param text Any text. Lone surrogates, which UTF-8 cannot encode, become U+FFFD.
 * @returns The same text unless it contains NUL or the escape character.
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
