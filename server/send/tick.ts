/** Writes at the end of a turn of the event loop. */
export interface Writer {
  /** Writes waiting bytes. */
  write(): void;
}

/**
 * Writes started before the event loop goes round. The runtime's scheduler lets 128 operations of a task succeed at a time
 * (Tokio's cooperative budget), including reads; operations beyond are deferred, which takes several times as long.
 */
export const MAX_WRITES = 60;

/** Resolved promise, whose callbacks run after the current one; faster than `queueMicrotask`. */
const soon = Promise.resolve();

/**
 * The end of a turn of the event loop, after everything received since the last one was handled. First new messages are
 * given to the store, then queued bytes are written, and only then the next reads start, because the whole room would wait
 * for those.
 *
 * What the store returns at once is written in the same turn, otherwise in the turn in which it answers.
 */
class Tick {
  #appends: (() => void)[] = [];
  readonly #writers: Writer[] = [];
  #ended: PromiseWithResolvers<void> | undefined;
  #isEnding = false;

  /** Schedules a call to the store for the end of this turn. */
  append(append: () => void): void {
    this.#appends.push(append);
    this.#end();
  }

  /** Schedules a writer for the end of this turn. */
  write(writer: Writer): void {
    this.#writers.push(writer);
    this.#end();
  }

  /** Resolves when the writers of this turn have written. */
  ended(): Promise<void> {
    this.#ended ??= Promise.withResolvers();
    this.#end();
    return this.#ended.promise;
  }

  #end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    soon.then(this.#appendAll);
  }

  #appendAll = (): void => {
    const appends = this.#appends;
    this.#appends = [];
    for (const append of appends) append();
    // After the callbacks of stored messages.
    soon.then(this.#write);
  };

  #write = (): void => {
    for (const writer of this.#writers.splice(0, MAX_WRITES)) writer.write();
    if (this.#writers.length > 0) {
      setImmediate(this.#write);
      return;
    }
    const ended = this.#ended;
    this.#ended = undefined;
    this.#isEnding = false;
    // Messages that arrived meanwhile wait for the end of the next turn.
    if (this.#appends.length > 0) this.#end();
    ended?.resolve();
  };
}

/** The current turn of the event loop. */
export const tick: Tick = new Tick();
