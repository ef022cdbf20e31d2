/** Throttle: calls a function at most once per interval; requests in between cause one call at its end. */
export class Throttle {
  readonly #action: () => void;
  readonly #pause: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;
  #isClosed = false;

  /**
   * @param action The function to call.
   * @param pause Minimum interval between calls, in milliseconds.
   */
  constructor(action: () => void, pause: number) {
    this.#action = action;
    this.#pause = pause;
  }

  /** Calls now, or at the end of the interval. */
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

  /** Cancels a pending call. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }
}
