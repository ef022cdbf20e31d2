/**
 * Counts the UTF-8 bytes that a value takes as JSON, without making the text: what is counted may be many long messages.
 *
 * @param value What `JSON.stringify` takes: texts, finite numbers, booleans, arrays and plain objects.
 * @returns The number of bytes.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { jsonSize } from "./json_size.ts";
 *
 * assertEquals(jsonSize({ text: "Olá\n", id: 12 }), 25);
 * ```
 */
export function jsonSize(value: unknown): number {
  if (typeof value === "string") return stringSize(value);
  if (typeof value === "number") return numberSize(value);
  if (typeof value === "boolean") return value ? 4 : 5;
  if (value === null || value === undefined) return 4;
  let size = 0;
  if (Array.isArray(value)) {
    for (const element of value) size += jsonSize(element) + 1;
  } else {
    const fields = value as Readonly<Record<string, unknown>>;
    for (const name in fields) {
      if (fields[name] !== undefined) size += stringSize(name) + 1 + jsonSize(fields[name]) + 1;
    }
  }
  // Brackets, and a comma less than there are elements.
  return Math.max(size + 1, 2);
}

function numberSize(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) return String(value).length;
  let digits = 1;
  for (let rest = value; rest >= 10; rest /= 10) digits++;
  return digits;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** \b, \t, \n, \f and \r, which have an escape of two characters; other control characters have one of six. */
const SHORT_ESCAPES: readonly number[] = [0x08, 0x09, 0x0a, 0x0c, 0x0d];

function stringSize(text: string): number {
  let size = text.length + 2;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      if (unit === QUOTE || unit === BACKSLASH) size += 1;
      else if (unit < 0x20) size += SHORT_ESCAPES.includes(unit) ? 1 : 5;
    } else if (unit < 0x800) size += 1;
    else if (unit < 0xd800 || unit > 0xdfff) size += 2;
    else if (unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      // A pair: two units, four bytes.
      size += 2;
      index++;
    } else {
      // Half of a pair is escaped.
      size += 5;
    }
  }
  return size;
}
