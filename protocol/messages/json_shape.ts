/** Counts of the parts of a JSON text, taken without parsing it. */
export interface JsonShape {
  /** Objects, arrays and their contents: the number of `{`, `[`, `,` and `:`. */
  readonly parts: number;
  /** Maximum nesting of objects and arrays. */
  readonly depth: number;
  /**
   * Strings, other than keys, that look like short numbers. V8 interns short strings while it parses and hashes those
   * that are numbers by value, so a peer can choose many that collide.
   */
  readonly numerals: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Longest string that V8 interns while parsing, in UTF-16 code units. */
const MAX_NUMERAL = 10;

/**
 * Counts the parts of a JSON text before it is parsed, because a short text can be much work to parse. Counts of invalid
 * JSON are arbitrary; the parser rejects it.
 *
 * @param json The text.
 * @returns The counts, in time linear in the length of the text.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { jsonShape } from "./json_shape.ts";
 *
 * assertEquals(jsonShape('{"type":"ping","x":["1","2",3]}'), { parts: 7, depth: 2, numerals: 2 });
 * ```
 */
export function jsonShape(json: string): JsonShape {
  let parts = 0;
  let depth = 0;
  let deepest = 0;
  let numerals = 0;
  /** Whether the last string looks like a number; a colon after it shows that it is a key. */
  let isNumeral = false;
  for (let index = 0; index < json.length; index++) {
    switch (json.charCodeAt(index)) {
      case QUOTE: {
        const end = endOfString(json, index + 1);
        isNumeral = end - index - 1 <= MAX_NUMERAL && isDigit(json.charCodeAt(index + 1)) &&
          isDigit(json.charCodeAt(end - 1));
        if (isNumeral) numerals++;
        index = end;
        break;
      }
      case 0x3a: // :
        parts++;
        if (isNumeral) numerals--;
        isNumeral = false;
        break;
      case 0x2c: // ,
        parts++;
        break;
      case 0x7b: // {
      case 0x5b: // [
        parts++;
        depth++;
        if (depth > deepest) deepest = depth;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
    }
  }
  return { parts, depth: deepest, numerals };
}

/**
 * Finds a value in the outermost object of a JSON text, without parsing the text.
 *
 * @param json The text.
 * @param key The key, of letters.
 * @returns The value as written, unless it is an object or array; the last one if the key is repeated.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { findValue } from "./json_shape.ts";
 *
 * assertEquals(findValue('{"x":{"ref":1},"ref":"a"}', "ref"), '"a"');
 * ```
 */
export function findValue(json: string, key: string): string | undefined {
  let value: string | undefined;
  let depth = 0;
  /** Where the last string starts, and where the value starts. */
  let start = 0;
  let from: number | undefined;
  for (let index = 0; index < json.length; index++) {
    switch (json.charCodeAt(index)) {
      case QUOTE:
        start = index + 1;
        index = endOfString(json, start);
        break;
      case 0x3a: // :
        if (depth === 1 && json.startsWith(`${key}"`, start)) from = index + 1;
        break;
      case 0x2c: // ,
      case 0x7d: // }
        if (from !== undefined) value = json.slice(from, index).trim();
        from = undefined;
        if (json.charCodeAt(index) === 0x7d) depth--;
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth++;
        from = undefined;
        break;
      case 0x5d: // ]
        depth--;
    }
  }
  return value;
}

/** Finds the quote that ends a string, or the end of the text. */
function endOfString(json: string, start: number): number {
  for (let from = start;;) {
    const end = json.indexOf('"', from);
    if (end < 0) return json.length;
    let first = end;
    while (first > from && json.charCodeAt(first - 1) === BACKSLASH) first--;
    if ((end - first) % 2 === 0) return end;
    from = end + 1;
  }
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
