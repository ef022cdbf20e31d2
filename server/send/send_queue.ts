/**
 * Bytes on their way out: the queue of one connection, the budget of all, and when a turn's bytes leave.
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
   * Bytes that may wait, those being written included, before more is pushed. One push may be larger: what was said in
   * one turn is not the reader's fault.
   */
  readonly limit: number;
  /** Called once, at the first push while that many bytes wait; this and later pushes are dropped. */
  readonly onOverflow: () => void;
  /** Called once when a write failed: the peer is gone. */
  readonly onGone?: (error: Error) => void;
  /** Counts the bytes together with those of other queues. */
  readonly budget?: SendBudget;
}

/** Most bytes joined into one write. */
const MAX_WRITE = 64 * 1024;

/** Bytes from which a write of its own costs less than copying. */
const MIN_ALONE = 16 * 1024;

const NOTHING = new Uint8Array(0);

/**
 * The way out of one session: a bounded queue of bytes, with one write in flight that joins what waits.
 *
 * - `push` MUST NOT block, nor throw: a reader that is stuck costs nobody else anything but the memory of its queue.
 * - Bytes MUST leave in the order in which they were pushed, each push whole or not at all.
 * - What is pushed in one turn of the event loop SHOULD leave in one write.
 * - Bytes that were pushed may be shared with other send queues; nobody may change them.
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
  /** Writes that made progress; reading the clock at each would cost as much as the rest. */
  #progress = 0;
  /** Progress at the last look, and its time. */
  #watched = { progress: 0, at: 0 };
  /** Total of bytes queued. */
  #queued = 0;
  /** Callbacks, in order, for when so many of all bytes queued are written. */
  readonly #onFlushed: { readonly at: number; readonly resolve: () => void }[] = [];

  constructor(sink: Sink, options: SendQueueOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  /** Waiting bytes, those being written included. */
  get size(): number {
    return this.#size;
  }

  /**
   * Tells for how long the write in flight has taken nothing, as far as was seen: it is to be called every now and then.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   * @returns Milliseconds; 0 if no write is in flight.
   */
  stalledFor(now: number): number {
    // Idle queues keep nothing: thousands of them are checked several times a second.
    if (!this.#isWriting) return 0;
    if (this.#watched.progress !== this.#progress) {
      this.#watched = { progress: this.#progress, at: now };
    }
    return now - this.#watched.at;
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

  /** Drops waiting bytes so that `last` follows the write in flight, and accepts no more. */
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

  /** Accepts no more after `last`; resolves as {@linkcode SendQueue.flushed} does. */
  drain(last?: Uint8Array): Promise<void> {
    this.#isClosed = true;
    if (last !== undefined && last.length > 0 && !this.#isAbandoned) this.#enqueue(last);
    return this.flushed();
  }

  /** Drops waiting bytes, as nothing more can be written, even if a write in flight never ends. */
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
