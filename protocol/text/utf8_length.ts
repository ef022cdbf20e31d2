/**
 * Counts the UTF-8 bytes of a text; a lone surrogate becomes U+FFFD, which has three.
 *
 * @param text The text.
 * @returns The number of bytes.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { utf8Length } from "./utf8_length.ts";
 *
 * assertEquals(utf8Length("Olá 👋"), 9);
 * ```
 */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) length += 1;
    else if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) {
      // Two units, four bytes.
      length += 2;
      index++;
    } else length += 2;
  }
  return length;
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
