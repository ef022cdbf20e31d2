import type { ByteStream } from "./byte_stream.ts";
import { StreamWrapper } from "./stream_wrapper.ts";

const NOTHING = new Uint8Array(0);

/** Stream that first returns bytes that were read from it too early. */
export class PrefixedStream extends StreamWrapper {
  #rest: Uint8Array;

  /**
   * @param inner The stream.
   * @param rest Bytes that were read from it and are to be read again.
   */
  constructor(inner: ByteStream, rest: Uint8Array) {
    super(inner);
    this.#rest = rest;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    if (this.#rest.length === 0) return this.inner.read(buffer);
    const bytes = this.#rest.subarray(0, buffer.length);
    buffer.set(bytes);
    const rest = this.#rest.subarray(bytes.length);
    this.#rest = rest.length === 0 ? NOTHING : rest;
    return Promise.resolve(bytes.length);
  }
}
