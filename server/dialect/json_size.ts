import { utf8Length } from "../../protocol/text/utf8_length.ts";

/** Counts the bytes of something as JSON. */
export function jsonSize(item: unknown): number {
  return utf8Length(JSON.stringify(item));
}
