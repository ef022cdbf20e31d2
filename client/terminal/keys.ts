/** A key press, typed text or a paste. */
export type Key =
  | { readonly type: "text" | "paste"; readonly text: string }
  /** A key that is not a character, by name: `enter`, `ctrl+a`, `alt+b`, `ctrl+left`. */
  | { readonly type: "press"; readonly name: string };

const ESCAPE = "\x1b";

/** End of a paste in bracketed paste mode (xterm). */
const PASTE_END = "\x1b[201~";

/** A control sequence after its escape character: introducer, parameters and final letter (ECMA-48). */
const SEQUENCE = /^(\[|O(?=\d?[A-Za-z]))([\d;<=>?]*)[ -/]*([@-~])/;

/** Beginning of a sequence that may be incomplete. */
const BEGUN = /^(?:\[[\d;<=>?]{0,64}[ -/]{0,4}|\[\[|O\d?|[\]P_])?$/;

/** Beginning of a control sequence that a character interrupts which belongs to none. */
const BROKEN = /^\[[\d;<=>?]+[ -/]*/;

/** F1 to F5 on the Linux console, after the escape character. */
const CONSOLE_KEY = /^\[\[[ -~]/;

/** A mouse report after its escape character: a button and two coordinates (xterm, mode 1000). */
const MOUSE = /^\[M\P{Cc}{3}/u;
const MOUSE_BEGUN = /^\[M\P{Cc}{0,2}$/u;

/**
 * Beginning of an answer of the terminal, such as its colours, after the escape character: the control strings OSC, DCS and
 * APC. What follows their first character tells them from Alt with that character.
 */
const ANSWER = /^(?:\]\d|P[\d>$+|=!]|_G)/;

/** Longest answer of a terminal, in UTF-16 code units. */
const MAX_ANSWER = 4_096;

/** Control character, of which a control string has none before its end. */
const CONTROL = /\p{Cc}/u;

/** What ends a control string: ST in its two forms, BEL, CAN, or SUB. */
const ANSWER_ENDS = ["\x1b\\", "\x9c", "\x07", "\x18", "\x1a"] as const;

/** Typed text, up to the next control character. */
const TYPED = /^\P{Cc}+/u;

const BY_LETTER: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
  M: "enter",
  Z: "shift+tab",
};

const BY_NUMBER: Readonly<Record<string, string>> = {
  1: "home",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
};

const BY_CONTROL: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\b": "backspace",
  "\x7f": "backspace",
};

/** Modifier keys by their bits in the parameter, which is one more (xterm). */
const HELD = [["ctrl", 4], ["alt", 2]] as const;

/**
 * Parses the bytes from a terminal as keys.
 *
 * @param chunks The bytes, split anywhere.
 * @returns The keys completed by each chunk. An escape character at the end belongs to what follows, as in a shell.
 */
export async function* readKeys(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Key[]> {
  const decoder = new TextDecoder();
  let text = "";
  const blankMouse = mouseBlanker();
  for await (const chunk of chunks) {
    text += decoder.decode(blankMouse(chunk), { stream: true });
    const { keys, rest } = parseKeys(text);
    text = rest;
    if (keys.length > 0) yield keys;
  }
}

/**
 * Parses text from a terminal as keys.
 *
 * @param sent The text.
 * @returns The keys in it, and the incomplete rest.
 */
export function parseKeys(sent: string): { readonly keys: readonly Key[]; readonly rest: string } {
  const keys: Key[] = [];
  let rest = sent;
  while (rest !== "") {
    const read = parseKey(rest);
    if (read === undefined) break;
    const [length, key] = read;
    if (key) keys.push(key);
    rest = rest.slice(length);
  }
  return { keys, rest };
}

/** Length of a key in the text, and the key unless it is unknown. */
type ParsedKeys = readonly [length: number, key: Key | undefined];

/** Parses the first key; returns `undefined` if it is incomplete. */
function parseKey(text: string): ParsedKeys | undefined {
  const [typed] = TYPED.exec(text) ?? [];
  if (typed !== undefined) return [typed.length, { type: "text", text: typed }];
  const control = text[0]!;
  if (control === ESCAPE) return parseEscape(text);
  return [1, press(BY_CONTROL[control] ?? `ctrl+${letterOf(control)}`)];
}

function parseEscape(text: string): ParsedKeys | undefined {
  const rest = text.slice(1);
  if (BEGUN.test(rest)) return undefined;
  if (MOUSE_BEGUN.test(rest)) return undefined;
  if (ANSWER.test(rest)) return parseAnswer(text);
  const [unknown] = MOUSE.exec(rest) ?? CONSOLE_KEY.exec(rest) ?? [];
  if (unknown !== undefined) return [1 + unknown.length, undefined];
  const sequence = SEQUENCE.exec(rest);
  if (sequence) {
    const [{ length }, introducer = "", numbers = "", letter = ""] = sequence;
    if (numbers === "200" && letter === "~") return parsePaste(text, 1 + length);
    // Mouse reports end with the letter that stands for Enter on a keypad.
    const isReport = introducer === "[" && letter === "M" || /^[<=>?]/.test(numbers);
    return [1 + length, isReport ? undefined : named(numbers, letter)];
  }
  const [broken] = BROKEN.exec(rest) ?? [];
  if (broken !== undefined) return [1 + broken.length, undefined];
  const held = parseKey(rest);
  if (held === undefined) return undefined;
  const [length, key] = held;
  if (key?.type === "press") return [1 + length, press(`alt+${key.name}`)];
  const [character = ""] = key?.text ?? "";
  return [1 + character.length, press(`alt+${character.toLowerCase()}`)];
}

/** Skips a control string; one that does not end is dropped up to the next control character. */
function parseAnswer(text: string): ParsedKeys | undefined {
  const rest = text.slice(1);
  const end = CONTROL.exec(rest)?.index;
  if (end === undefined) return rest.length > MAX_ANSWER ? [text.length, undefined] : undefined;
  if (rest.slice(end) === ESCAPE) return undefined;
  const last = ANSWER_ENDS.find((last) => rest.startsWith(last, end)) ?? "";
  return [1 + end + last.length, undefined];
}

function parsePaste(text: string, begin: number): ParsedKeys | undefined {
  const end = text.indexOf(PASTE_END, begin);
  if (end < 0) return undefined;
  const pasted = text.slice(begin, end).replaceAll(/\r\n?/g, "\n");
  return [end + PASTE_END.length, { type: "paste", text: pasted }];
}

function named(numbers: string, letter: string): Key | undefined {
  const [first = "", held = "1"] = numbers.split(";");
  const name = letter === "~" ? BY_NUMBER[first] : BY_LETTER[letter];
  if (name === undefined) return undefined;
  const bits = Number(held) - 1;
  const prefix = HELD.filter(([, bit]) => (bits & bit) !== 0).map(([key]) => `${key}+`).join("");
  return press(`${prefix}${name}`);
}

function press(name: string): Key {
  return { type: "press", name };
}

/** Returns the key that produces a control character together with Ctrl. */
function letterOf(control: string): string {
  return String.fromCharCode(control.charCodeAt(0) + 0x40).toLowerCase();
}

/** Bytes before a button and coordinates in a mouse report. */
const MOUSE_START = [0x1b, 0x5b, 0x4d] as const;

/** Length of a mouse report in bytes. */
const MOUSE_LENGTH = MOUSE_START.length + 3;

/**
 * Returns a function that replaces the button and the coordinates in mouse reports by spaces, as these bytes need not be
 * UTF-8. It takes successive chunks, split anywhere.
 */
function mouseBlanker(): (chunk: Uint8Array) => Uint8Array {
  let matched = 0;
  return (chunk) =>
    chunk.map((byte) => {
      const isCoordinate = matched >= MOUSE_START.length && byte >= 0x20;
      if (isCoordinate || byte === MOUSE_START[matched]) matched = (matched + 1) % MOUSE_LENGTH;
      else matched = byte === MOUSE_START[0] ? 1 : 0;
      return isCoordinate ? 0x20 : byte;
    });
}
