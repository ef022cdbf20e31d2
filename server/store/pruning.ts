/** Interval of pruning, in milliseconds. */
const INTERVAL = 60_000;

/** What one step of pruning did. */
export interface PruneStep {
  /** Messages that were removed. */
  readonly removed: number;
  /** Whether there may be more to remove. */
  readonly more: boolean;
}

/** Removes from a store what need not be kept any longer, every minute, in steps that let others in between. */
export class Pruning {
  readonly #step: () => Promise<PruneStep>;
  readonly #timer: ReturnType<typeof setInterval>;
  #running: Promise<number> | undefined;
  #isStopped = false;

  /** @param step Removes a part. If it fails, it is tried again a minute later. */
  constructor(step: () => Promise<PruneStep>) {
    this.#step = step;
    this.#timer = setInterval(() => this.run().catch(() => {}), INTERVAL);
  }

  /**
   * Removes all there is to remove.
   *
   * @returns How many messages were removed.
   */
  run(): Promise<number> {
    this.#running ??= this.#run().finally(() => this.#running = undefined);
    return this.#running;
  }

  /** Stops after the present step. */
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
