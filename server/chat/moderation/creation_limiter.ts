import type { Member } from "../member.ts";
import { RecentMap } from "../../collections/recent_map.ts";
import { TokenBucket } from "../../../protocol/token_bucket.ts";

/** Rooms that guests of one address may look after: so many at once, then so many a day. */
const PER_ADDRESS = 20;

/** Addresses that are remembered at least: those in use last. */
const ADDRESSES = 10_000;

/**
 * Says how many rooms guests may get to look after. What guests look after is kept for 30 days and bounded over all of
 * them, so that one address must not use it up. Guests from addresses without limits count by their token.
 */
export class CreationLimiter {
  readonly #buckets = new RecentMap<TokenBucket>(ADDRESSES);

  /**
   * Counts one more room.
   *
   * @param member The guest who created it.
   * @param now The time by a monotonic clock, in milliseconds.
   * @returns Whether they may look after it.
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
