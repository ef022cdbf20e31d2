import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { decodeBatch } from "./decode_batch.ts";
import type { Refusal } from "./refusal.ts";

/** Splits the bytes of one connection into frames, and answers the transport's own control frames. */
export interface FrameReader {
  /** Bytes held of an incomplete frame. */
  readonly pending: number;
  /** Payload length that the incomplete frame announces; 0 while unknown. */
  readonly announced: number;
  /** First violation of the framing, after which no frame is read. */
  readonly problem: Refusal | undefined;
  /** Whether the peer announced the end of its messages. */
  readonly isOver: boolean;
  /**
   * Takes the next bytes.
   *
   * @param chunk The bytes, which may be written over.
   * @returns The payloads that they complete, decoded or not: views into the chunk, where they can be.
   */
  push(chunk: Uint8Array): readonly (string | Uint8Array)[];
  /** Returns and resets the number of frames that completed no message: they count towards the rate. */
  takeOverhead(): number;
  /** Returns and resets the transport's own answers, such as WebSocket pongs. */
  takeReply(): Uint8Array;
  /** Returns the transport's closing frame for the reason that ended the session. */
  closeFrame(reason: string): Uint8Array;
}

/** Returns the error for a frame that is longer than the limit, in bytes. */
export function frameTooLarge(length: number, limit: number): Refusal {
  return { code: "frame_too_large", value: `${length}`, limit };
}

const NOTHING = new Uint8Array(0);

/** Reader of length-prefixed frames. */
export class LengthPrefixedReader implements FrameReader {
  readonly isOver = false;
  readonly #decoder: FrameDecoder;
  readonly #maxLength: number;

  /** @param maxLength Largest payload accepted, in bytes. */
  constructor(maxLength: number) {
    this.#decoder = new FrameDecoder({ maxLength });
    this.#maxLength = maxLength;
  }

  get pending(): number {
    return this.#decoder.pending;
  }

  get announced(): number {
    return this.#decoder.announced;
  }

  get problem(): Refusal | undefined {
    const { excess } = this.#decoder;
    return excess > 0 ? frameTooLarge(excess, this.#maxLength) : undefined;
  }

  push(chunk: Uint8Array): readonly (string | Uint8Array)[] {
    return decodeBatch(this.#decoder.push(chunk));
  }

  takeOverhead(): number {
    return 0;
  }

  takeReply(): Uint8Array {
    return NOTHING;
  }

  closeFrame(): Uint8Array {
    return NOTHING;
  }
}
