import { RecentMap } from "../collections/recent_map.ts";
import { TokenBucket } from "../net/token_bucket.ts";

/** Requests of one connection: a page takes half a dozen. */
const CONNECTION = { burst: 50, rate: 20 };

/** Requests of one address over all its connections: a class that opens the page at once is one. */
const ADDRESS = { burst: 500, rate: 100 };

/** Bytes of an answer that count as one request more. */
const BYTES_EACH = 64 * 1024;

/** Addresses whose requests are counted; as many again may be. */
const REMEMBERED = 10_000;

/** Paces the requests of one connection, and those of its address. Nothing is refused: what comes too fast is read later. */
export class RequestLimiter {
  readonly #buckets: readonly TokenBucket[];

  /** @param address What all connections of the address share; none where it is not limited. */
  constructor(address: TokenBucket | undefined) {
    this.#buckets = [new TokenBucket(CONNECTION), ...address ? [address] : []];
  }

  /**
   * Takes note of a request.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   * @returns For how long to wait before it is answered, in milliseconds.
   */
  take(now: number): number {
    return Math.max(...this.#buckets.map((bucket) => bucket.take(now)));
  }

  /**
   * Takes note of an answer: one that is long makes the next request wait longer.
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

/** What the connections of each address share. */
export class RequestLimiters {
  readonly #addresses = new RecentMap<TokenBucket>(REMEMBERED);

  /**
   * Gives the limiter of a new connection.
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
