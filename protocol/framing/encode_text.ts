/** Maximum UTF-8 bytes per UTF-16 code unit. */
const MAX_BYTES_PER_UNIT = 3;

/** Size in bytes up to which a buffer is kept for the next call. */
const MAX_KEPT = 1024 * 1024;

const encoder = new TextEncoder();
let scratch = new Uint8Array(64 * 1024);

/** A text as UTF-8 in a buffer that the next call overwrites. */
export interface EncodedText {
  readonly buffer: Uint8Array<ArrayBuffer>;
  /** Number of bytes, without those left free. */
  readonly written: number;
}

/**
 * Encodes a text into a buffer that is allocated once: encoding many texts in one call is several times as fast.
 *
 * @param text The text.
 * @param start Number of bytes to leave free before it.
 */
export function encodeText(text: string, start: number = 0): EncodedText {
  const most = start + text.length * MAX_BYTES_PER_UNIT;
  const buffer = most <= scratch.length ? scratch : new Uint8Array(most);
  if (buffer !== scratch && most <= MAX_KEPT) scratch = buffer;
  const place = start === 0 ? buffer : buffer.subarray(start);
  return { buffer, written: encoder.encodeInto(text, place).written };
}
