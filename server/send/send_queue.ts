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

/** Where a send queue writes to: a connection, or standard output. */
export interface Sink {
  /** Writes the start of `bytes`; resolves to how many bytes were taken, rejects once nothing more can be written. */
  write(bytes: Uint8Array): Promise<number>;
}

/** Options of {@linkcode SendQueue}. */
export interface SendQueueOptions {
  /**
   * Bytes that may wait, those being written included, before more is pushed. One push may be larger: what was said in
   * one turn is not the reader's fault.
   */
  readonly limit: number;
  /** Called, once, at a push while that many wait; it is dropped, and so is all that is pushed after it. */
  readonly onOverflow: () => void;
  /** Called, once, when a write failed: the peer is gone. */
  readonly onGone?: (error: Error) => void;
  /** Counts what waits here together with what waits elsewhere. */
  readonly budget?: SendBudget;
}

/** Most bytes that are joined into one write. */
const MAX_WRITE = 64 * 1024;

/** Bytes from which on a write by itself costs less than to copy them beside others. */
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
  /** What is being written. */
  #inFlight: Uint8Array = NOTHING;
  #size = 0;
  #isDue = false;
  #isWriting = false;
  #isClosed = false;
  #isAbandoned = false;
  /** How many writes took something: time itself is not asked for each, as that costs as much as the rest. */
  #progress = 0;
  /** The progress when it was looked at, and when that was. */
  #watched = { progress: 0, at: 0 };
  /** Bytes that were ever queued. */
  #queued = 0;
  /** Called, in order, when so many of all bytes that were ever queued wait no longer. */
  readonly #onFlushed: { readonly at: number; readonly resolve: () => void }[] = [];

  constructor(sink: Sink, options: SendQueueOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  /** Bytes that wait, those being written included. */
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
    // Nothing is kept for those who are idle: thousands of them are looked at several times a second.
    if (!this.#isWriting) return 0;
    if (this.#watched.progress !== this.#progress) {
      this.#watched = { progress: this.#progress, at: now };
    }
    return now - this.#watched.at;
  }

  /** Queues bytes to be written at the end of this turn. */
  push(bytes: Uint8Array): void {
    if (this.#isClosed || bytes.length === 0) return;
    if (this.#size >= this.#options.limit) {
      this.#isClosed = true;
      this.#options.onOverflow();
      return;
    }
    this.#enqueue(bytes);
  }

  /** Drops what waits, so that `last` is what follows the write in flight, and takes nothing more. */
  cutTo(last: Uint8Array): void {
    for (const bytes of this.#queue) this.#count(-bytes.length);
    this.#queue = [];
    this.#isClosed = true;
    this.#enqueue(last);
  }

  /** Resolves when all that was pushed so far is written, whatever is pushed meanwhile, or nothing more can be. */
  flushed(): Promise<void> {
    if (this.#size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onFlushed.push({ at: this.#queued, resolve }));
  }

  /** Takes nothing more after `last`, and resolves as {@linkcode SendQueue.flushed} does. */
  drain(last?: Uint8Array): Promise<void> {
    this.#isClosed = true;
    if (last !== undefined && last.length > 0 && !this.#isAbandoned) this.#enqueue(last);
    return this.flushed();
  }

  /** Drops what waits, as nothing more can be written; also where a write in flight never ends. */
  abandon(): void {
    this.#isClosed = true;
    this.#isAbandoned = true;
    this.#queue = [];
    this.#count(-this.#size);
  }

  /** Writes what waits, if no write is in flight. Called at the end of a turn. */
  write(): void {
    this.#isDue = false;
    if (!this.#isWriting && this.#queue.length > 0) this.#writeNext();
  }

  #enqueue(bytes: Uint8Array): void {
    // An array that grows from nothing takes room for many.
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
    // Callbacks that are there already, as an asynchronous function costs a promise and a closure more for each write.
    this.#sink.write(bytes).then(this.#onWritten, this.#onFailed);
  }

  #onWritten = (written: number): void => {
    this.#progress++;
    const bytes = this.#inFlight;
    // What was written is counted no more, nor is the rest to follow.
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

  /** Takes from the queue as much as one write carries. */
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
