/** Interval of pruning, in milliseconds. */
const INTERVAL = 60_000;

/** Result of one step of pruning. */
export interface PruneStep {
  /** Number of deleted messages. */
  readonly removed: number;
  /** Whether there may be more to delete. */
  readonly more: boolean;
}

/** Prunes a store every minute, in steps between which other work can run. */
export class Pruning {
  readonly #step: () => Promise<PruneStep>;
  readonly #timer: ReturnType<typeof setInterval>;
  #running: Promise<number> | undefined;
  #isStopped = false;

  /** @param step Deletes a part. If it fails, it is repeated a minute later. */
  constructor(step: () => Promise<PruneStep>) {
    this.#step = step;
    this.#timer = setInterval(() => this.run().catch(() => {}), INTERVAL);
  }

  /**
   * Deletes everything that has expired.
   *
   * @returns The number of deleted messages.
   */
  run(): Promise<number> {
    this.#running ??= this.#run().finally(() => this.#running = undefined);
    return this.#running;
  }

  /** Stops after the current step. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#running?.catch(() => {});
  }

  async #run(): Promise<number> {
    let sum = 0;
    while (!this.#isStopped) {
      const { removed, more } = await this.#step();
      sum += removed;
      if (!more) break;
    }
    return sum;
  }
}
