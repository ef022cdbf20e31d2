const EMPTY = new Uint8Array(0);

/** Smallest buffer that is made, in bytes. */
const MIN_SIZE = 64;

/** Bytes that come bit by bit: a buffer of at most twice as many, and none while there are no bytes. */
export class ByteBuilder {
  #buffer: Uint8Array = EMPTY;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The bytes: a view, which holds until more come. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#size);
  }

  /** Adds a copy of bytes; gives a view of it. */
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

  /** Returns the bytes, and begins with none again. */
  take(): Uint8Array {
    const { bytes } = this;
    this.#buffer = EMPTY;
    this.#size = 0;
    return bytes;
  }
}
