import type { Member } from "../member.ts";
import { RecentMap } from "../../collections/recent_map.ts";
import { TokenBucket, type TokenBucketOptions } from "../../../protocol/token_bucket.ts";

/** Minimum number of recently used addresses to remember. */
const ADDRESSES = 10_000;

/** Limits how often the members of one address do something. Those of exempt addresses count by their token. */
export class MemberLimiter {
  readonly #buckets = new RecentMap<TokenBucket>(ADDRESSES);
  readonly #options: TokenBucketOptions;

  /** @param options How often at once, and then per second. */
  constructor(options: TokenBucketOptions) {
    this.#options = options;
  }

  /**
   * Counts an action.
   *
   * @param member The member.
   * @param now Monotonic time in milliseconds.
   * @returns Whether it is within the limit.
   */
  take({ peer, digest }: Member, now: number): boolean {
    const key = peer.address ?? digest;
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, bucket = new TokenBucket(this.#options));
    return bucket.takeNow(now);
  }
}
