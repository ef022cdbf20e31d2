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

/** Smallest buffer for a frame that came in part, in bytes. */
const MIN_HELD = 64;

/**
 * Cuts a sequence of chunks into the payloads of length-prefixed frames: a 4-byte big-endian unsigned length, then that
 * many bytes. It does no input or output, and holds no more than twice the bytes of the frame that has begun: a length
 * over the limit is refused from its four bytes, before anything is allocated for it.
 *
 * @example Two frames in one chunk, the second cut
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
  /** The start of the frame that has begun, header included; its first `#size` bytes count. */
  #held: Uint8Array = EMPTY;
  #size = 0;
  #error: RangeError | undefined;

  /**
   * Constructs a new instance.
   *
   * @param options The largest payload accepted.
   */
  constructor(options: FrameDecoderOptions = {}) {
    this.#maxLength = options.maxLength ?? DEFAULT_LIMITS.frame;
  }

  /** Why nothing more can be decoded, once a length was over the limit. */
  get error(): RangeError | undefined {
    return this.#error;
  }

  /** Bytes held of a frame that has begun and is not complete, header included. */
  get pending(): number {
    return this.#size;
  }

  /** Bytes of the payload of the frame that has begun, once its length is there; else 0. */
  get announced(): number {
    return this.#size < FRAME_HEADER_BYTES ? 0 : readLength(this.#held, 0);
  }

  /**
   * Decodes a chunk, however it cuts the frames.
   *
   * @param chunk The next bytes. Payloads are views into it where they can be, so it may be reused once they are done with.
   * @returns The payloads that the chunk completes, in order. After a length over the limit there are none, ever, and
   * {@linkcode FrameDecoder.error} says why; the payloads before it are returned.
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

  /** Takes from `chunk` what the frame that has begun lacks; returns how many bytes that were. */
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
