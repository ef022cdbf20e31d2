/** A text encoding that the program can read. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/**
 * Detects the encoding of a text from its byte order mark, which Windows editors write as UTF-8 and PowerShell's `>` as
 * UTF-16. Decoders drop the mark.
 *
 * @param bytes The first bytes of the text; two are enough.
 * @returns The encoding of the mark; UTF-8 without a mark.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { encodingOf } from "./encoding.ts";
 *
 * assertEquals(encodingOf(new Uint8Array([0xff, 0xfe, 0x6f, 0])), "utf-16le");
 * assertEquals(encodingOf(new TextEncoder().encode("oi")), "utf-8");
 * ```
 */
export function encodingOf([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return "utf-8";
}
