import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { decodeBatch } from "./decode_batch.ts";

/** Finds the frames in the bytes of one connection, and makes the control frames that its transport needs. */
export interface FrameReader {
  /** Bytes held of a frame that has begun and is not complete. */
  readonly pending: number;
  /** Bytes of the payload of that frame, once they are known; else 0. */
  readonly announced: number;
  /** What was wrong, once something was: no frame is found from then on. */
  readonly problem: FrameProblem | undefined;
  /** Whether the peer said that it says nothing more. */
  readonly isOver: boolean;
  /**
   * Takes the next bytes.
   *
   * @param chunk The bytes, which may be written over.
   * @returns The payloads that they complete, decoded or not: views into the chunk, where they can be.
   */
  push(chunk: Uint8Array): readonly (string | Uint8Array)[];
  /** Takes how many frames came that completed no payload: to read them is work, too. */
  takeOverhead(): number;
  /** Takes what the transport itself answers to what was pushed, such as a pong of WebSocket; mostly nothing. */
  takeReply(): Uint8Array;
  /** Gives what is to be said last, once a session ended for a reason. */
  closeFrame(reason: string): Uint8Array;
}

/** Why there can be no more frames. */
export interface FrameProblem {
  readonly code: ErrorCode;
  readonly detail: string;
}

const NOTHING = new Uint8Array(0);

/** The frames of a plain stream of bytes: a length, then a payload. */
export class LengthPrefixedReader implements FrameReader {
  readonly isOver = false;
  readonly #decoder: FrameDecoder;

  /** @param maxLength Largest payload accepted, in bytes. */
  constructor(maxLength: number) {
    this.#decoder = new FrameDecoder({ maxLength });
  }

  get pending(): number {
    return this.#decoder.pending;
  }

  get announced(): number {
    return this.#decoder.announced;
  }

  get problem(): FrameProblem | undefined {
    const { error } = this.#decoder;
    return error && { code: "frame_too_large", detail: error.message };
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
