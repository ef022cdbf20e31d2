/**
 * Outgoing bytes: the queue of one connection, the budget of all queues, and when the bytes of a turn are written.
 *
 * Nothing here knows what the bytes mean, or what carries them.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import type { SendBudget } from "./send_budget.ts";
import { tick, type Writer } from "./tick.ts";

/** Destination of a send queue: a connection or standard output. */
export interface Sink {
  /** Writes the start of `bytes`; resolves to the number of bytes written, rejects once nothing more can be. */
  write(bytes: Uint8Array): Promise<number>;
}

/** Options of {@linkcode SendQueue}. */
export interface SendQueueOptions {
  /**
   * Bytes that may wait, including those being written, before more are pushed. A single push may be larger: the
   * messages of one turn are not the reader's fault.
   */
  readonly limit: number;
  /** Called once, at the first push above the limit; this and later pushes are dropped. */
  readonly onOverflow: () => void;
  /** Called once when a write failed: the peer is gone. */
  readonly onGone?: (error: Error) => void;
  /** Counts the bytes together with those of other queues. */
  readonly budget?: SendBudget;
}

/** Maximum bytes joined in one write. */
const MAX_WRITE = 64 * 1024;

/** Bytes from which a separate write costs less than copying. */
const MIN_ALONE = 16 * 1024;

const NOTHING = new Uint8Array(0);

/**
 * Bounded queue of bytes waiting to be written to one connection.
 *
 * At most one write is in flight; everything queued meanwhile goes out in the next one.
 *
 * - `push` MUST neither block nor throw. A stuck reader costs only its own queue.
 * - Bytes MUST leave in the order they were pushed; a push is written whole or dropped whole.
 * - Everything pushed in one turn of the event loop SHOULD leave in one write.
 * - Pushed bytes may be shared with other queues and must not be modified.
 */
export class SendQueue implements Writer {
  #sink: Sink;
  #options: SendQueueOptions;
  #queue: Uint8Array[] = [];
  /** Bytes being written. */
  #inFlight: Uint8Array = NOTHING;
  #size = 0;
  #isDue = false;
  #isWriting = false;
  #isClosed = false;
  #isAbandoned = false;
  /** Number of writes that made progress: reading the clock at each would cost as much as the rest of the bookkeeping. */
  #progress = 0;
  /** Progress at the last check. */
  #progressSeen = 0;
  /** Time of the last check that saw progress. */
  #progressAt = 0;
  /** Total of bytes queued so far. */
  #queued = 0;
  /** Callbacks, in order, with the total of bytes to be written before each. */
  readonly #onFlushed: { readonly at: number; readonly resolve: () => void }[] = [];

  constructor(sink: Sink, options: SendQueueOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  /** Bytes queued, including those being written. */
  get size(): number {
    return this.#size;
  }

  /**
   * Returns how long the write in flight has made no progress, as of the last check. Call it periodically.
   *
   * @param now Monotonic time in milliseconds.
   * @returns Milliseconds; 0 if no write is in flight.
   */
  stalledFor(now: number): number {
    // Idle queues store nothing: thousands of them are checked several times a second.
    if (!this.#isWriting) return 0;
    if (this.#progressSeen !== this.#progress) {
      this.#progressSeen = this.#progress;
      this.#progressAt = now;
    }
    return now - this.#progressAt;
  }

  /** Queues bytes, to be written at the end of this turn of the event loop. */
  push(bytes: Uint8Array): void {
    if (this.#isClosed || bytes.length === 0) return;
    if (this.#size >= this.#options.limit) {
      this.#isClosed = true;
      this.#options.onOverflow();
      return;
    }
    this.#enqueue(bytes);
  }

  /** Drops queued bytes, sends `last` after the write in flight, and accepts nothing more. */
  cutTo(last: Uint8Array): void {
    for (const bytes of this.#queue) this.#count(-bytes.length);
    this.#queue = [];
    this.#isClosed = true;
    this.#enqueue(last);
  }

  /** Resolves when all bytes pushed so far are written, or no more can be. */
  flushed(): Promise<void> {
    if (this.#size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onFlushed.push({ at: this.#queued, resolve }));
  }

  /** Accepts nothing more after `last`; resolves as {@linkcode SendQueue.flushed} does. */
  drain(last?: Uint8Array): Promise<void> {
    this.#isClosed = true;
    if (last !== undefined && last.length > 0 && !this.#isAbandoned) this.#enqueue(last);
    return this.flushed();
  }

  /** Drops queued bytes because nothing more can be written, even if the write in flight never ends. */
  abandon(): void {
    this.#isClosed = true;
    this.#isAbandoned = true;
    this.#queue = [];
    this.#count(-this.#size);
  }

  /** Writes waiting bytes if no write is in flight; called at the end of a turn. */
  write(): void {
    this.#isDue = false;
    if (!this.#isWriting && this.#queue.length > 0) this.#writeNext();
  }

  #enqueue(bytes: Uint8Array): void {
    // An array that grows from empty reserves room for many elements.
    if (this.#queue.length === 0) this.#queue = [bytes];
    else this.#queue.push(bytes);
    this.#queued += bytes.length;
    this.#count(bytes.length);
    if (this.#isDue || this.#isWriting) return;
    this.#isDue = true;
    tick.write(this);
  }

  #count(bytes: number): void {
    this.#size += bytes;
    this.#options.budget?.add(bytes);
    while (this.#onFlushed.length > 0 && this.#onFlushed[0]!.at <= this.#queued - this.#size) {
      this.#onFlushed.shift()!.resolve();
    }
  }

  #writeNext(): void {
    this.#isWriting = true;
    this.#progress++;
    this.#send(this.#take());
  }

  #send(bytes: Uint8Array): void {
    this.#inFlight = bytes;
    // Reuses callbacks: an async function would cost one more promise and closure for each write.
    this.#sink.write(bytes).then(this.#onWritten, this.#onFailed);
  }

  #onWritten = (written: number): void => {
    this.#progress++;
    const bytes = this.#inFlight;
    // Neither the written bytes nor the rest count any more.
    if (!this.#isAbandoned) {
      this.#count(-written);
      if (written < bytes.length) return this.#send(bytes.subarray(written));
      if (this.#queue.length > 0) return this.#writeNext();
    }
    this.#rest();
  };

  #onFailed = (error: Error): void => {
    const { onGone } = this.#options;
    const isFirst = !this.#isAbandoned;
    this.abandon();
    this.#rest();
    if (isFirst) onGone?.(error);
  };

  #rest(): void {
    this.#isWriting = false;
    this.#inFlight = NOTHING;
  }

  /** Takes the bytes of one write from the queue. */
  #take(): Uint8Array {
    const queue = this.#queue;
    if (queue.length === 1) {
      this.#queue = [];
      return queue[0]!;
    }
    if (queue[0]!.length >= MIN_ALONE) return queue.shift()!;
    let count = 0;
    let size = 0;
    while (count < queue.length && size + queue[count]!.length <= MAX_WRITE) {
      size += queue[count++]!.length;
    }
    if (count === queue.length) {
      this.#queue = [];
      return concat(queue);
    }
    return concat(queue.splice(0, count));
  }
}
