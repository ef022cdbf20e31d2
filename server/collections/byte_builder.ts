const EMPTY = new Uint8Array(0);

/** Smallest buffer, in bytes. */
const MIN_SIZE = 64;

/** Bytes that arrive in pieces: a buffer of at most twice their number, and none for no bytes. */
export class ByteBuilder {
  #buffer: Uint8Array = EMPTY;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The bytes: a view, valid until more are added. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#size);
  }

  /** Adds a copy of bytes; returns a view of the copy. */
  add(bytes: Uint8Array): Uint8Array {
    const start = this.#size;
    this.#size += bytes.length;
    if (this.#size > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#size, 2 * this.#buffer.length, MIN_SIZE));
      larger.set(this.#buffer.subarray(0, start));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, start);
    return this.#buffer.subarray(start, this.#size);
  }

  /** Returns the bytes, and starts again without any. */
  take(): Uint8Array {
    const { bytes } = this;
    this.#buffer = EMPTY;
    this.#size = 0;
    return bytes;
  }
}
