/** A key press, typed text or a paste. */
export type Key =
  | { readonly type: "text" | "paste"; readonly text: string }
  /** A key that is not a character, by name: `enter`, `ctrl+a`, `alt+b`, `ctrl+left`. */
  | { readonly type: "press"; readonly name: string };

const ESCAPE = "\x1b";

/** End of a paste in bracketed paste mode (xterm). */
const PASTE_END = "\x1b[201~";

/** A control sequence after its escape character: parameters and final letter (ECMA-48). */
const SEQUENCE = /^(?:\[|O(?=[A-Za-z]))([\d;<=>?]*)[ -/]*([@-~])/;

/** Beginning of a control sequence that may be incomplete. */
const BEGUN = /^(?:\[[\d;<=>?]*[ -/]*|O)?$/;

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
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
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
  const sequence = SEQUENCE.exec(rest);
  if (sequence) {
    const [{ length }, numbers = "", letter = ""] = sequence;
    return numbers === "200" ? parsePaste(text, 1 + length) : [1 + length, named(numbers, letter)];
  }
  const held = parseKey(rest);
  if (held === undefined) return undefined;
  const [length, key] = held;
  if (key?.type === "press") return [1 + length, press(`alt+${key.name}`)];
  const [character = ""] = key?.text ?? "";
  return [1 + character.length, press(`alt+${character.toLowerCase()}`)];
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
