/** Writes at the end of a turn. */
export interface Writer {
  /** Writes waiting bytes. */
  write(): void;
}

/**
 * Writes that are begun before the event loop is asked to go around. The runtime's scheduler lets 128 operations of a task
 * succeed at a time (Tokio's cooperative budget), reads among them; what is begun beyond them is put off, which takes
 * several times as long.
 */
export const MAX_WRITES = 60;

/** Resolved promise, whose callbacks run after the current one; faster than `queueMicrotask`. */
const soon = Promise.resolve();

/**
 * The end of a turn of the event loop, in which all was taken that came since the one before. First what was said is given
 * to the store, then what is there to be sent is written, and only then is more asked for, as everybody in the room
 * would wait while reads are begun.
 *
 * What the store has at once is written in the same turn; else in the one in which the store answers.
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
    // After the callbacks of what the store has stored.
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
    // Messages that came meanwhile wait for the end of the next turn.
    if (this.#appends.length > 0) this.#end();
    ended?.resolve();
  };
}

/** The current turn of the event loop. */
export const tick: Tick = new Tick();
