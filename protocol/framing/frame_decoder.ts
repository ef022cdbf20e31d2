/**
 * Frames: from bytes to payloads and back, as functions and as web streams.
 *
 * Nothing here knows what a payload contains.
 *
 * @module
 */
import { DEFAULT_LIMITS, FRAME_HEADER_BYTES } from "../limits.ts";

/** Options of {@linkcode FrameDecoder} and {@linkcode FrameDecoderStream}. */
export interface FrameDecoderOptions {
  /**
   * Largest payload accepted, in bytes.
   *
   * @default {65536}
   */
  maxLength?: number;
}

const EMPTY = new Uint8Array(0);

/** Smallest buffer for an incomplete frame, in bytes. */
const MIN_HELD = 64;

/**
 * Decodes a sequence of chunks into the payloads of length-prefixed frames: a 4-byte big-endian unsigned length, then that
 * many bytes.
 *
 * It does no input or output. It rejects a length over the limit when it has its four bytes, before it allocates anything,
 * and holds at most twice the bytes received of an incomplete frame.
 *
 * @example Two frames, the second split over two chunks
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FrameDecoder } from "./frame_decoder.ts";
 *
 * const decoder = new FrameDecoder();
 * assertEquals(decoder.push(new Uint8Array([0, 0, 0, 1, 65, 0, 0])), [new Uint8Array([65])]);
 * assertEquals(decoder.push(new Uint8Array([0, 1, 66])), [new Uint8Array([66])]);
 * ```
 */
export class FrameDecoder {
  #maxLength: number;
  /** Start of the incomplete frame, with its header, in the first `#size` bytes. */
  #held: Uint8Array = EMPTY;
  #size = 0;
  #error: RangeError | undefined;
  #excess = 0;

  /**
   * Constructs a new instance.
   *
   * @param options The largest payload accepted.
   */
  constructor(options: FrameDecoderOptions = {}) {
    this.#maxLength = options.maxLength ?? DEFAULT_LIMITS.frame;
  }

  /** The error after a length over the limit; nothing more can be decoded then. */
  get error(): RangeError | undefined {
    return this.#error;
  }

  /** The length over the limit, in bytes; 0 without an error. */
  get excess(): number {
    return this.#excess;
  }

  /** Bytes held of an incomplete frame, with its header. */
  get pending(): number {
    return this.#size;
  }

  /** Length of the payload of the incomplete frame; 0 before its length is complete. */
  get announced(): number {
    return this.#size < FRAME_HEADER_BYTES ? 0 : readLength(this.#held, 0);
  }

  /**
   * Decodes a chunk, which may start and end anywhere in a frame.
   *
   * @param chunk The next bytes. Payloads may be views into it: do not reuse it before they are processed.
   * @returns The payloads that the chunk completes, in order. After a length over the limit, {@linkcode FrameDecoder.error}
   * is set and nothing more is returned; the payloads before it still are.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let offset = this.#size > 0 ? this.#complete(chunk, frames) : 0;
    while (!this.#error && chunk.length - offset >= FRAME_HEADER_BYTES) {
      const start = offset + FRAME_HEADER_BYTES;
      const length = this.#length(chunk, offset);
      if (this.#error || start + length > chunk.length) break;
      frames.push(chunk.subarray(start, start + length));
      offset = start + length;
    }
    if (!this.#error && offset < chunk.length) this.#hold(chunk.subarray(offset));
    return frames;
  }

  /** Completes the incomplete frame with bytes of `chunk`; returns how many it took. */
  #complete(chunk: Uint8Array, frames: Uint8Array[]): number {
    let taken = 0;
    if (this.#size < FRAME_HEADER_BYTES) {
      taken = Math.min(FRAME_HEADER_BYTES - this.#size, chunk.length);
      this.#hold(chunk.subarray(0, taken));
      if (this.#size < FRAME_HEADER_BYTES) return taken;
    }
    const end = FRAME_HEADER_BYTES + this.#length(this.#held, 0);
    if (this.#error) return taken;
    const lacking = Math.min(end - this.#size, chunk.length - taken);
    this.#hold(chunk.subarray(taken, taken + lacking));
    if (this.#size === end) {
      frames.push(this.#held.subarray(FRAME_HEADER_BYTES, end));
      this.#held = EMPTY;
      this.#size = 0;
    }
    return taken + lacking;
  }

  #length(bytes: Uint8Array, offset: number): number {
    const length = readLength(bytes, offset);
    if (length > this.#maxLength) {
      this.#excess = length;
      this.#error = new RangeError(
        `Cannot decode frame as its length must be <= ${this.#maxLength}: current value is ${length}`,
      );
    }
    return length;
  }

  #hold(bytes: Uint8Array): void {
    const size = this.#size + bytes.length;
    if (size > this.#held.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.#held.length, MIN_HELD));
      larger.set(this.#held.subarray(0, this.#size));
      this.#held = larger;
    }
    this.#held.set(bytes, this.#size);
    this.#size = size;
  }
}

function readLength(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) |
    (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>> 0;
}
