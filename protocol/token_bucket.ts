/** Options of {@linkcode TokenBucket}. */
export interface TokenBucketOptions {
  /** Capacity, full at first. */
  readonly burst: number;
  /** Tokens added each second. */
  readonly rate: number;
}

/**
 * Token bucket: allows a burst, then a steady rate. {@linkcode TokenBucket.take} never refuses; the caller waits.
 *
 * See "token bucket" in RFC 2697, section 3, of which this has one color.
 */
export class TokenBucket {
  readonly #burst: number;
  readonly #interval: number;
  /** Time at which the bucket is full, in milliseconds. */
  #fullAt = -Infinity;

  constructor({ burst, rate }: TokenBucketOptions) {
    this.#burst = burst;
    this.#interval = 1_000 / rate;
  }

  /**
   * Takes tokens, from the future if need be.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   * @param count How many; they may be more than a burst.
   * @returns For how long to wait until they are there, in milliseconds.
   */
  take(now: number, count = 1): number {
    this.#fullAt = Math.max(this.#fullAt, now) + count * this.#interval;
    return Math.max(0, this.#fullAt - now - this.#burst * this.#interval);
  }

  /**
   * Takes a token if one is there.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   * @returns Whether one was.
   */
  takeNow(now: number): boolean {
    const before = this.#fullAt;
    if (this.take(now) === 0) return true;
    this.#fullAt = before;
    return false;
  }
}
