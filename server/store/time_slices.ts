/**
 * Lets long work on the event loop go on a slice at a time: in each turn of the loop one of those that wait goes on, in the
 * order in which they came, so that what else is due waits for one slice only, however many there are.
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
