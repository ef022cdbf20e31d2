/**
 * Scheduler for long work on the event loop. In each turn of the loop one waiting caller continues, first come first
 * served, so that other work waits for one slice only, however many callers there are.
 */
export class TimeSlices {
  readonly #waiting: (() => void)[] = [];

  /** Resolves in a turn of the event loop in which no other caller's promise resolved. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.push(resolve) === 1) setTimeout(this.#resume);
    });
  }

  #resume = (): void => {
    this.#waiting.shift()!();
    if (this.#waiting.length > 0) setTimeout(this.#resume);
  };
}
