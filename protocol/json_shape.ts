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
  /** The value of `type` in the outermost object as it is written, the last one if there are more; no object or array. */
  readonly type: string | undefined;
  /** That of `ref`. */
  readonly ref: string | undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The fields whose values are of use where the rest is not parsed. */
type Known = "type" | "ref";

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
 * assertEquals(jsonShape('{"type":"ping","ref":7,"x":["1","2",3]}'), {
 *   parts: 9,
 *   depth: 2,
 *   numerals: 2,
 *   type: '"ping"',
 *   ref: "7",
 * });
 * ```
 */
export function jsonShape(json: string): JsonShape {
  let parts = 0;
  let depth = 0;
  let deepest = 0;
  let numerals = 0;
  const values: { [key in Known]?: string } = {};
  /** Where the last string stands, without its quotes. */
  let start = 0;
  let end = 0;
  /** The field whose value comes, and where it begins. */
  let known: Known | undefined;
  let from = 0;
  for (let index = 0; index < json.length; index++) {
    switch (json.charCodeAt(index)) {
      case QUOTE:
        start = index + 1;
        end = endOfString(json, start);
        index = end;
        if (isNumeral(json, start, end)) numerals++;
        break;
      case 0x3a: // :
        parts++;
        if (isNumeral(json, start, end)) numerals--;
        known = depth === 1 ? knownField(json, start, end) : undefined;
        from = index + 1;
        break;
      case 0x2c: // ,
        parts++;
        if (known) values[known] = json.slice(from, index).trim();
        known = undefined;
        break;
      case 0x7b: // {
      case 0x5b: // [
        parts++;
        depth++;
        if (depth > deepest) deepest = depth;
        known = undefined;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        if (known) values[known] = json.slice(from, index).trim();
        known = undefined;
        depth--;
    }
  }
  return { parts, depth: deepest, numerals, type: values.type, ref: values.ref };
}

function knownField(json: string, start: number, end: number): Known | undefined {
  if (end - start === 4) return json.startsWith("type", start) ? "type" : undefined;
  return end - start === 3 && json.startsWith("ref", start) ? "ref" : undefined;
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
