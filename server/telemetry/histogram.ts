/** Histogram with cumulative buckets, as Prometheus expects it. */
export class Histogram {
  /** Inclusive upper bounds, ascending; larger values are counted in `count` only. */
  readonly bounds: readonly number[];
  #counts: number[];
  #count = 0;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  /** Number of values. */
  get count(): number {
    return this.#count;
  }

  /** Sum of all values. */
  get sum(): number {
    return this.#sum;
  }

  /** Number of values up to each bound. */
  get cumulative(): number[] {
    let total = 0;
    return this.#counts.map((count) => total += count);
  }

  observe(value: number): void {
    this.#count++;
    this.#sum += value;
    const index = this.bounds.findIndex((bound) => value <= bound);
    if (index >= 0) this.#counts[index]!++;
  }
}
