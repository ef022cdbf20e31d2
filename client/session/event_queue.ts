/** Waiting events from which on {@linkcode EventQueue.ready} waits. */
const CAPACITY = 1_000;

/**
 * Queue of events for one consumer, which iterates over them.
 *
 * - `push` MUST NOT block, and drops no event while there is a consumer.
 * - A producer SHOULD wait for `ready` between events, so that a slow consumer slows it down instead of filling memory.
 */
export class EventQueue<T> implements AsyncIterable<T> {
  #events: T[] = [];
  #isClosed = false;
  /** Continues the consumer. */
  #onEvent: (() => void) | undefined;
  /** Continues the producer. */
  #onTaken: (() => void) | undefined;

  /** Adds an event; after {@linkcode EventQueue.close} it is dropped, as nothing consumes it. */
  push(event: T): void {
    if (this.#isClosed) return;
    this.#events.push(event);
    this.#onEvent?.();
  }

  /** Ends the iteration after the waiting events. */
  close(): void {
    this.#isClosed = true;
    this.#onEvent?.();
  }

  /** Whether 1,000 events or more wait. */
  get isFull(): boolean {
    return this.#events.length >= CAPACITY;
  }

  /** Resolves when fewer than 1,000 events wait, or the consumer has stopped. */
  async ready(): Promise<void> {
    while (this.isFull && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#onTaken = resolve);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    try {
      for (;;) {
        const events = this.#events;
        this.#events = [];
        this.#onTaken?.();
        yield* events;
        if (this.#events.length > 0) continue;
        if (this.#isClosed) return;
        await new Promise<void>((resolve) => this.#onEvent = resolve);
      }
    } finally {
      // A consumer that leaves its loop takes nothing more.
      this.close();
      this.#onTaken?.();
    }
  }
}
