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
  /** The field `type` of the outermost object as it is written, the last one if there are more. */
  readonly type: string | undefined;
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
 * assertEquals(jsonShape('{"type":"ping","x":["1","2",3]}'), {
 *   parts: 7,
 *   depth: 2,
 *   numerals: 2,
 *   type: "ping",
 * });
 * ```
 */
export function jsonShape(json: string): JsonShape {
  let parts = 0;
  let depth = 0;
  let deepest = 0;
  let numerals = 0;
  let type: string | undefined;
  /** Where the last string stands, without its quotes. */
  let start = 0;
  let end = 0;
  /** Whether the value that comes is that of `type`. */
  let isType = false;
  for (let index = 0; index < json.length; index++) {
    switch (json.charCodeAt(index)) {
      case QUOTE:
        start = index + 1;
        end = endOfString(json, start);
        index = end;
        if (isNumeral(json, start, end)) numerals++;
        if (isType) {
          type = json.slice(start, end);
          isType = false;
        }
        break;
      case 0x3a: // :
        parts++;
        if (isNumeral(json, start, end)) numerals--;
        isType = depth === 1 && end - start === 4 && json.startsWith("type", start);
        break;
      case 0x2c: // ,
        parts++;
        isType = false;
        break;
      case 0x7b: // {
      case 0x5b: // [
        parts++;
        depth++;
        if (depth > deepest) deepest = depth;
        isType = false;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
    }
  }
  return { parts, depth: deepest, numerals, type };
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

function isNumeral(json: string, start: number, end: number): boolean {
  return end > start && end - start <= MAX_NUMERAL && isDigit(json.charCodeAt(start)) &&
    isDigit(json.charCodeAt(end - 1));
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
