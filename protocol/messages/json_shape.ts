/** What a JSON text is made of, told without parsing it. */
export interface JsonShape {
  /** Objects, arrays, and what is in them: as many as there are of `{`, `[`, `,` and `:`. */
  readonly parts: number;
  /** How deep objects and arrays stand in one another. */
  readonly depth: number;
  /**
   * Strings that may be short numbers, keys left out: V8 puts short strings into one table while it parses them and finds those
   * that are numbers by their value, so that whole lists of them can be made that take each other's place there.
   */
  readonly numerals: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Longest string that V8 puts into its table, in UTF-16 units. */
const MAX_NUMERAL = 10;

/**
 * Counts what a JSON text is made of, before it is parsed: what is a short text to look at can be much work to parse. What is no
 * JSON is counted somehow, as it is to be refused by the parser.
 *
 * @param json The text.
 * @returns The counts. This takes time that grows with the length of the text only.
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
  /** Whether the last string may be a number; as it turns out, it may be a key. */
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
 * @returns The value as it is written, if it is no object or array; the last one if there are more.
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
  /** Where the last string begins, and the value that is looked for. */
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

/** Finds the quote that ends a string; where there is none, the end of the text. */
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
