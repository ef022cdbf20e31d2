/** Total of the bytes waiting in all send queues. */
export class SendBudget {
  readonly #limit: number;
  readonly #onOverflow: () => void;
  #size = 0;
  #isDue = false;

  /**
   * @param limit Maximum bytes waiting in all of them.
   * @param onOverflow Called at the end of the turn in which the limit is exceeded.
   */
  constructor(limit: number, onOverflow: () => void) {
    this.#limit = limit;
    this.#onOverflow = onOverflow;
  }

  /** Whether more bytes wait than allowed. */
  get isOver(): boolean {
    return this.#size > this.#limit;
  }

  /** Adds waiting bytes; negative to subtract. */
  add(count: number): void {
    this.#size += count;
    if (this.#size <= this.#limit || this.#isDue) return;
    this.#isDue = true;
    // Later, because the hub may be pushing to the members of a room.
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isOver) this.#onOverflow();
    });
  }
}
