import { after, before, cutTo, width } from "./graphemes.ts";
import type { Key } from "./keys.ts";

/** State of the input line. */
export interface EditedLine {
  readonly text: string;
  /** Position of the cursor, as an index of the text. */
  readonly cursor: number;
  /** The text cut last, which can be inserted again. */
  readonly killed: string;
  /** Whether the last key cut text: text cut next is appended to it. */
  readonly isKilling: boolean;
}

/** An empty input line. */
export const EMPTY: EditedLine = { text: "", cursor: 0, killed: "", isKilling: false };

/** Words of letters and digits. */
const WORD_BEFORE = /(?<![\p{L}\p{N}\p{M}])[\p{L}\p{N}\p{M}]+[^\p{L}\p{N}\p{M}]*$/u;
const WORD_AFTER = /^[^\p{L}\p{N}\p{M}]*[\p{L}\p{N}\p{M}]+/u;

/** Words for Ctrl+W: everything but white space. */
const LONG_WORD_BEFORE = /(?<!\S)\S+\s*$/;

/** Characters that cannot be typed: control characters other than tabs and line breaks. */
const UNTYPED = /[^\P{Cc}\t\n]/gu;

/** Effect of a key on the line. */
type Edit = (line: EditedLine) => EditedLine;

const EDITS: Readonly<Record<string, Edit>> = {
  left: (line) => moveTo(line, before(line.text, line.cursor)),
  right: (line) => moveTo(line, after(line.text, line.cursor)),
  home: (line) => moveTo(line, 0),
  end: (line) => moveTo(line, line.text.length),
  "alt+b": (line) => moveTo(line, wordBefore(line)),
  "alt+f": (line) => moveTo(line, wordAfter(line)),
  backspace: (line) => cut(line, before(line.text, line.cursor), line.cursor),
  delete: (line) => cut(line, line.cursor, after(line.text, line.cursor)),
  "ctrl+k": (line) => kill(line, line.cursor, line.text.length),
  "ctrl+u": (line) => kill(line, 0, line.cursor),
  "ctrl+w": (line) => kill(line, begin(line, LONG_WORD_BEFORE), line.cursor),
  "alt+backspace": (line) => kill(line, wordBefore(line), line.cursor),
  "alt+d": (line) => kill(line, line.cursor, wordAfter(line)),
  "ctrl+y": (line) => insert(line, line.killed),
  "ctrl+t": transpose,
  "alt+enter": (line) => insert(line, "\n"),
};

/** Other keys with the same effects. */
const ALIASES: Readonly<Record<string, string>> = {
  "ctrl+b": "left",
  "ctrl+f": "right",
  "ctrl+a": "home",
  "ctrl+e": "end",
  "ctrl+left": "alt+b",
  "alt+left": "alt+b",
  "ctrl+right": "alt+f",
  "alt+right": "alt+f",
  "ctrl+d": "delete",
  "ctrl+delete": "alt+d",
  "alt+delete": "alt+d",
};

/**
 * Applies a key to the input line, as in a shell.
 *
 * @param line The line.
 * @param key The key.
 * @returns The new line; the same object if the key has no effect.
 */
export function edit(line: EditedLine, key: Key): EditedLine {
  if (key.type !== "press") {
    const text = key.text.replaceAll(UNTYPED, "");
    // Drop the line break at the end of a paste.
    return insert(line, key.type === "paste" ? text.trimEnd() : text);
  }
  const name = ALIASES[key.name] ?? key.name;
  const action = Object.hasOwn(EDITS, name) ? EDITS[name] : undefined;
  return action ? action(line) : line;
}

/** Returns a line with a text inserted at the cursor. */
export function insert(line: EditedLine, text: string): EditedLine {
  const { cursor } = line;
  return {
    ...line,
    text: line.text.slice(0, cursor) + text + line.text.slice(cursor),
    cursor: cursor + text.length,
    isKilling: false,
  };
}

/** Returns a line with its text replaced and the cursor at the end. */
export function replace(line: EditedLine, text: string): EditedLine {
  return { ...line, text, cursor: text.length, isKilling: false };
}

/** Returns a line with its text replaced by another one; Ctrl+Y brings it back. */
export function supersede(line: EditedLine, text: string): EditedLine {
  return { ...replace(line, text), killed: line.text || line.killed };
}

/** Returns an empty line from which Ctrl+Y brings the text back. */
export function clear(line: EditedLine): EditedLine {
  return { ...EMPTY, killed: line.text === "" ? line.killed : line.text };
}

/**
 * Moves the cursor to the line above or below, of a text of several lines.
 *
 * @param line The input.
 * @param direction Where to.
 * @returns The moved cursor, in the same column if that line has it; `undefined` if there is no such line.
 */
export function moveVertically(line: EditedLine, direction: "up" | "down"): EditedLine | undefined {
  const { text, cursor } = line;
  const start = startOfLine(text, cursor);
  const end = text.indexOf("\n", cursor);
  const to = direction === "up" ? startOfLine(text, start - 1) : end + 1;
  if (direction === "up" ? start === 0 : end < 0) return undefined;
  const [target = ""] = text.slice(to).split("\n", 1);
  return moveTo(line, to + cutTo(target, width(text.slice(start, cursor))).length);
}

function startOfLine(text: string, index: number): number {
  return text.slice(0, Math.max(0, index)).lastIndexOf("\n") + 1;
}

function moveTo(line: EditedLine, cursor: number): EditedLine {
  return { ...line, cursor, isKilling: false };
}

function cut(line: EditedLine, from: number, to: number): EditedLine {
  return {
    ...line,
    text: line.text.slice(0, from) + line.text.slice(to),
    cursor: from,
    isKilling: false,
  };
}

/** Cuts text that can be inserted again. */
function kill(line: EditedLine, from: number, to: number): EditedLine {
  const fresh = line.text.slice(from, to);
  if (fresh === "") return line;
  const killed = !line.isKilling
    ? fresh
    : from < line.cursor
    ? fresh + line.killed
    : line.killed + fresh;
  return { ...cut(line, from, to), killed, isKilling: true };
}

/** Swaps the character before the cursor with the one at it, or the last two at the end of the line. */
function transpose(line: EditedLine): EditedLine {
  const { text } = line;
  const middle = line.cursor === text.length ? before(text, line.cursor) : line.cursor;
  const from = before(text, middle);
  const to = after(text, middle);
  if (from === middle || to === middle) return line;
  const exchanged = text.slice(middle, to) + text.slice(from, middle);
  return moveTo({ ...line, text: text.slice(0, from) + exchanged + text.slice(to) }, to);
}

function wordBefore(line: EditedLine): number {
  return begin(line, WORD_BEFORE);
}

function begin({ text, cursor }: EditedLine, word: RegExp): number {
  return word.exec(text.slice(0, cursor))?.index ?? 0;
}

function wordAfter({ text, cursor }: EditedLine): number {
  const [word] = WORD_AFTER.exec(text.slice(cursor)) ?? [text.slice(cursor)];
  return cursor + word.length;
}
