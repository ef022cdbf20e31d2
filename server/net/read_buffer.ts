/** Bytes of the buffer that an idle connection keeps. */
const MIN_BUFFER = 512;

/** Bytes that a buffer grows to while reads fill it. */
const MAX_BUFFER = 64 * 1024;

/** Reads in a row that use little of a buffer before it becomes smaller. */
const MAX_LULL = 8;

/** The buffer that one connection is read into: small while there is little to read. */
export class ReadBuffer {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(MIN_BUFFER);
  /** Reads in a row that used little. */
  #lull = 0;

  /**
   * Makes the buffer twice as large after a read that filled it, smaller after several that used little: the first of
   * them may be the rest of what filled it. What was read is used no more, or it was copied.
   *
   * @param count How many bytes were read.
   */
  fit(count: number): void {
    const { length } = this.bytes;
    const isLittle = count * 8 <= length && length > MIN_BUFFER;
    this.#lull = isLittle ? this.#lull + 1 : 0;
    if (count === length && count < MAX_BUFFER) this.bytes = new Uint8Array(2 * count);
    else if (this.#lull === MAX_LULL) {
      this.bytes = new Uint8Array(Math.max(MIN_BUFFER, length >> 2));
      this.#lull = 0;
    }
  }
}
