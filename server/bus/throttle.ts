/** Does something each time it is asked for, but not more often than once in a while: what is asked for meanwhile is done once, at the end of it. */
export class Throttle {
  readonly #action: () => void;
  readonly #pause: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;
  #isClosed = false;

  /**
   * @param action What to do.
   * @param pause The shortest time from one to the next, in milliseconds.
   */
  constructor(action: () => void, pause: number) {
    this.#action = action;
    this.#pause = pause;
  }

  /** Does it now, or as soon as the pause is over. */
  run(): void {
    if (this.#isClosed) return;
    if (this.#timer !== undefined) {
      this.#isDue = true;
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#isDue) return;
      this.#isDue = false;
      this.run();
    }, this.#pause);
    this.#action();
  }

  /** Does nothing more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }
}
