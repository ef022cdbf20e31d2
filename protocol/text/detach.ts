/**
 * Copies a part of a text, so that it does not keep the whole text in memory, as slices do in V8. A part of at least half
 * the text is returned as it is.
 *
 * @param part The result of `slice` or `trim`.
 * @param whole The text that it is a part of.
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

/** Copies a text so that it shares no memory with another. */
export function copy(text: string): string {
  // V8 flattens the concatenation into a new text; the result is a slice of that one.
  return ` ${text}`.slice(1);
}
