/** What waits in many send queues together. */
export class SendBudget {
  readonly #limit: number;
  readonly #onOverflow: () => void;
  #size = 0;
  #isDue = false;

  /**
   * @param limit Bytes that may wait in all of them.
   * @param onOverflow Called at the end of the turn in which more do.
   */
  constructor(limit: number, onOverflow: () => void) {
    this.#limit = limit;
    this.#onOverflow = onOverflow;
  }

  /** Whether more waits than may. */
  get isOver(): boolean {
    return this.#size > this.#limit;
  }

  /** Counts bytes that wait from now on, or, if it is less than 0, no longer. */
  add(count: number): void {
    this.#size += count;
    if (this.#size <= this.#limit || this.#isDue) return;
    this.#isDue = true;
    // Later, since it may be the hub that pushes, in the middle of a room's members.
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isOver) this.#onOverflow();
    });
  }
}
