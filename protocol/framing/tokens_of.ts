import { utf8Length } from "../text/utf8_length.ts";

/** Bytes of a frame that cost one token. */
const BYTES_PER_TOKEN = 1_024;

/** Most bytes of a UTF-16 code unit in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * Returns the tokens that a frame costs. Long frames cost more, since each member of a room is sent their bytes.
 *
 * @param frame The payload, decoded or not.
 */
export function tokensOf(frame: string | Uint8Array): number {
  // Most frames are short: their bytes need not be counted.
  if (frame.length * MAX_BYTES_PER_UNIT <= BYTES_PER_TOKEN) return 1;
  const bytes = typeof frame === "string" ? utf8Length(frame) : frame.length;
  return Math.max(1, Math.ceil(bytes / BYTES_PER_TOKEN));
}
