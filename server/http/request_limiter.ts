import { RecentMap } from "../collections/recent_map.ts";
import { TokenBucket } from "../../protocol/token_bucket.ts";

/** Burst of requests of one connection; the page needs six. */
const CONNECTION = { burst: 50, rate: 20 };

/** Burst of requests of one address: a class behind one address opens the page at once. */
const ADDRESS = { burst: 500, rate: 100 };

/** Bytes of an answer that count as one more request. */
const BYTES_EACH = 64 * 1024;

/** Addresses that are counted; up to twice as many are kept. */
const REMEMBERED = 10_000;

/** Rate limit of one connection's requests and of its address. Requests above it are answered later, never refused. */
export class RequestLimiter {
  readonly #buckets: readonly TokenBucket[];

  /** @param address Rate limit that the address's connections share; `undefined` if the address is exempt. */
  constructor(address: TokenBucket | undefined) {
    this.#buckets = [new TokenBucket(CONNECTION), ...address ? [address] : []];
  }

  /**
   * Notes a request.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   * @returns For how long to wait before it is answered, in milliseconds.
   */
  take(now: number): number {
    return Math.max(...this.#buckets.map((bucket) => bucket.take(now)));
  }

  /**
   * Notes an answer: one that is long makes the next request wait longer.
   *
   * @param bytes Its length.
   * @param now The time by a monotonic clock, in milliseconds.
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
   * @param address Where it comes from, as far as that is limited.
   */
  open(address: string | undefined): RequestLimiter {
    if (address === undefined) return new RequestLimiter(undefined);
    let bucket = this.#addresses.get(address);
    if (bucket === undefined) this.#addresses.set(address, bucket = new TokenBucket(ADDRESS));
    return new RequestLimiter(bucket);
  }
}
