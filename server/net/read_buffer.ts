/** Buffer size of an idle connection, in bytes. */
const MIN_BUFFER = 512;

/** Largest buffer size, in bytes. */
const MAX_BUFFER = 64 * 1024;

/** Consecutive reads that use little of the buffer before it shrinks. */
const MAX_LULL = 8;

/** Read buffer of one connection, whose size follows the traffic. */
export class ReadBuffer {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(MIN_BUFFER);
  /** Consecutive reads that used little of the buffer. */
  #lull = 0;

  /**
   * Doubles the buffer after a read that filled it, and shrinks it after several reads that used little of it; the first of
   * these may be the rest of a long message. Bytes read before are invalid afterwards.
   *
   * @param count Number of bytes read.
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
