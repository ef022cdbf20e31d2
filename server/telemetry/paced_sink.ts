import type { Sink } from "../send/send_queue.ts";

/** Pause after a write, in milliseconds. */
const PAUSE = 10;

/**
 * Sink that pauses after each write, so that the lines of the time leave in one: the runtime hands each write to a file or
 * a pipe to another thread, which takes longer than to accept a connection.
 */
export class PacedSink implements Sink {
  readonly #inner: Sink;

  /** @param inner Gets the bytes; the first at once. */
  constructor(inner: Sink) {
    this.#inner = inner;
  }

  async write(bytes: Uint8Array): Promise<number> {
    const count = await this.#inner.write(bytes);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return count;
  }
}
