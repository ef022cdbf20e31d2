import type { Member } from "../member.ts";
import { RecentMap } from "../../collections/recent_map.ts";
import { TokenBucket } from "../../../protocol/token_bucket.ts";

/** Rooms in which guests of one address may become operators: at once, and then per day. */
const PER_ADDRESS = 20;

/** Minimum number of recently used addresses to remember. */
const ADDRESSES = 10_000;

/**
 * Limits the rooms in which guests become operators. Their rules are stored for 30 days and limited over all guests, so one
 * address must not use up the limit. Guests from exempt addresses count by their token.
 */
export class CreationLimiter {
  readonly #buckets = new RecentMap<TokenBucket>(ADDRESSES);

  /**
   * Counts a room.
   *
   * @param member The guest who created it.
   * @param now Monotonic time in milliseconds.
   * @returns Whether the guest may be its operator.
   */
  take({ peer, digest }: Member, now: number): boolean {
    const key = peer.address ?? digest;
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      bucket = new TokenBucket({ burst: PER_ADDRESS, rate: PER_ADDRESS / (24 * 60 * 60) });
      this.#buckets.set(key, bucket);
    }
    return bucket.takeNow(now);
  }
}
