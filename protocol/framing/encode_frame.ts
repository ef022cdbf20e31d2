import { DEFAULT_LIMITS, FRAME_HEADER_BYTES } from "../limits.ts";
import { encodeText } from "./encode_text.ts";
import { utf8Length } from "../text/utf8_length.ts";

/** Options of {@linkcode encodeFrame} and {@linkcode FrameEncoderStream}. */
export interface FrameEncoderOptions {
  /**
   * Largest payload accepted, in bytes.
   *
   * @default {65536}
   */
  maxLength?: number;
}

/** Placeholder for a length while texts are joined: one character for each of its bytes. */
const GAP = "\0".repeat(FRAME_HEADER_BYTES);

const encoder = new TextEncoder();

/**
 * Encodes one frame.
 *
 * @param payload The payload: bytes, or text that is encoded as UTF-8.
 * @param options The largest payload accepted.
 * @returns The length of the payload as 4 bytes, big-endian, then the payload.
 * @throws {RangeError} If the payload exceeds the limit.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { encodeFrame } from "./encode_frame.ts";
 *
 * assertEquals(encodeFrame("oi"), new Uint8Array([0, 0, 0, 2, 111, 105]));
 * ```
 */
export function encodeFrame(
  payload: Uint8Array | string,
  options: FrameEncoderOptions = {},
): Uint8Array<ArrayBuffer> {
  const maxLength = options.maxLength ?? DEFAULT_LIMITS.frame;
  const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
  if (bytes.length > maxLength) {
    throw new RangeError(
      `Cannot encode frame as its length must be <= ${maxLength}: current value is ${bytes.length}`,
    );
  }
  const frame = new Uint8Array(FRAME_HEADER_BYTES + bytes.length);
  writeLength(frame, 0, bytes.length);
  frame.set(bytes, FRAME_HEADER_BYTES);
  return frame;
}

/**
 * Encodes many frames into one array of bytes, with a single allocation. The caller must check their lengths.
 *
 * @param payloads The payloads, which are encoded as UTF-8.
 * @returns The frames, one after the other.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { encodeFrames } from "./encode_frame.ts";
 *
 * assertEquals(encodeFrames(["a", ""]), new Uint8Array([0, 0, 0, 1, 97, 0, 0, 0, 0]));
 * ```
 */
export function encodeFrames(payloads: readonly string[]): Uint8Array<ArrayBuffer> {
  const text = payloads.join(GAP);
  // For ASCII it also yields the lengths.
  const { buffer, written } = encodeText(text, FRAME_HEADER_BYTES);
  const isAscii = written === text.length;
  let offset = 0;
  for (const payload of payloads) {
    const length = isAscii ? payload.length : utf8Length(payload);
    writeLength(buffer, offset, length);
    offset += FRAME_HEADER_BYTES + length;
  }
  return buffer.slice(0, offset);
}

function writeLength(bytes: Uint8Array, offset: number, length: number): void {
  bytes[offset] = length >>> 24;
  bytes[offset + 1] = length >>> 16;
  bytes[offset + 2] = length >>> 8;
  bytes[offset + 3] = length;
}
