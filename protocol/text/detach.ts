/**
 * Gives a part of a text that does not keep all of that text in memory, as what is cut out of one does in V8; where that is
 * hardly more than the part, it stays as it is.
 *
 * @param part What was cut out, by `slice` or `trim`.
 * @param whole The text that it was cut out of.
 * @returns The part.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { detach } from "./detach.ts";
 *
 * const line = "ana".padStart(60_000);
 * assertEquals(detach(line.trim(), line), "ana");
 * ```
 */
export function detach(part: string, whole: string): string {
  return whole.length > 2 * part.length ? copy(part) : part;
}

/** Gives a text with memory of its own. */
export function copy(text: string): string {
  // What is put together is a new text, of which this is all but a character.
  return ` ${text}`.slice(1);
}
