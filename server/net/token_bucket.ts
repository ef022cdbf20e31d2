/** Options of {@linkcode TokenBucket}. */
export interface TokenBucketOptions {
  /** Tokens there are at first, and at the most. */
  readonly burst: number;
  /** Tokens that come back each second. */
  readonly rate: number;
}

/**
 * Paces what somebody does: so much at once, then so much a second. Nothing is refused; what is too early waits.
 *
 * See "token bucket" in RFC 2697, section 3, of which this has one color.
 */
export class TokenBucket {
  readonly #burst: number;
  readonly #interval: number;
  /** When the bucket is, or will be, full; in milliseconds. */
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
