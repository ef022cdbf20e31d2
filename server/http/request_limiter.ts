import { RecentMap } from "../collections/recent_map.ts";
import { TokenBucket } from "../../protocol/token_bucket.ts";

/** Burst of requests of one connection; the page needs ten, and as many for what it keeps to open offline. */
const CONNECTION = { burst: 50, rate: 20 };

/** Burst of requests of one address: a class behind one address opens the page at once. */
const ADDRESS = { burst: 500, rate: 100 };

/** Bytes of an answer that count as one more request. */
const BYTES_EACH = 64 * 1024;

/** Addresses that are counted; up to twice as many may be. */
const REMEMBERED = 10_000;

/**
 * Limits the rate of requests of one connection and of its address. Requests above it are answered later, never
 * rejected.
 */
export class RequestLimiter {
  readonly #buckets: readonly TokenBucket[];

  /** @param address Rate limit that the address's connections share; `undefined` if the address is exempt. */
  constructor(address: TokenBucket | undefined) {
    this.#buckets = [new TokenBucket(CONNECTION), ...address ? [address] : []];
  }

  /**
   * Counts a request.
   *
   * @param now Monotonic time in milliseconds.
   * @returns Milliseconds to wait before it is answered.
   */
  take(now: number): number {
    return Math.max(...this.#buckets.map((bucket) => bucket.take(now)));
  }

  /**
   * Counts an answer: a long one makes the next request wait longer.
   *
   * @param bytes Length of the answer.
   * @param now Monotonic time in milliseconds.
   */
  charge(bytes: number, now: number): void {
    const count = Math.floor(bytes / BYTES_EACH);
    for (const bucket of this.#buckets) {
      for (let nth = 0; nth < count; nth++) bucket.take(now);
    }
  }
}

/** Rate limits by address. */
export class RequestLimiters {
  readonly #addresses = new RecentMap<TokenBucket>(REMEMBERED);

  /**
   * Returns the limiter of a new connection.
   *
   * @param address Address of the client, or `undefined` if it is not limited.
   */
  open(address: string | undefined): RequestLimiter {
    if (address === undefined) return new RequestLimiter(undefined);
    let bucket = this.#addresses.get(address);
    if (bucket === undefined) this.#addresses.set(address, bucket = new TokenBucket(ADDRESS));
    return new RequestLimiter(bucket);
  }
}
