import { DAY, HOUR } from "../async/durations.ts";
import { RecentMap } from "../collections/recent_map.ts";
import type { Peer } from "../net/peer.ts";

/** Default registrations per hour of one address: a class behind one address, in one lesson. */
export const DEFAULT_MAX_REGISTRATIONS = 40;

/** Registrations per day of one address, as a multiple of the hourly limit. */
const DAY_FACTOR = 2.5;

/** Registrations per hour of one identity: enough to correct a typing error. */
const PER_IDENTITY = 3;

/** Addresses and identities that are kept; up to twice as many may be. */
const REMEMBERED = 10_000;

/**
 * Limits registrations by address and by identity. Counts are in memory: a restart resets them, but an abuser cannot cause
 * one.
 */
export class Registrations {
  readonly #perHour: number;
  /** Times of registrations, in milliseconds of a monotonic clock, oldest first. */
  readonly #addresses = new RecentMap<number[]>(REMEMBERED);
  readonly #identities = new RecentMap<number[]>(REMEMBERED);

  /** @param perHour Accounts that one address can register in an hour. */
  constructor(perHour: number) {
    this.#perHour = perHour;
  }

  /**
   * Counts a registration before it is known whether it succeeds: many could be tried at once.
   *
   * @param peer The peer that registers.
   * @param identity Its identity.
   * @param now Monotonic time in milliseconds.
   * @returns Wait until the next one is possible, in milliseconds; 0 if this one was counted.
   */
  take(peer: Peer, identity: string, now: number): number {
    const perHour = this.#perHour;
    const byAddress = this.#timesOf(peer, now);
    const byIdentity = timesIn(this.#identities, identity, now - HOUR);
    const wait = Math.max(
      waitFor(byIdentity, PER_IDENTITY, HOUR, now),
      byAddress ? waitFor(byAddress, perHour, HOUR, now) : 0,
      byAddress ? waitFor(byAddress, Math.ceil(DAY_FACTOR * perHour), DAY, now) : 0,
    );
    if (wait > 0) return wait;
    byAddress?.push(now);
    byIdentity.push(now);
    return 0;
  }

  /** Undoes the last count after a registration failed. */
  takeBack(peer: Peer, identity: string, now: number): void {
    this.#timesOf(peer, now)?.pop();
    timesIn(this.#identities, identity, now - HOUR).pop();
  }

  /** Returns the times of an address; `undefined` if addresses are not limited. */
  #timesOf({ address }: Peer, now: number): number[] | undefined {
    return address === undefined ? undefined : timesIn(this.#addresses, address, now - DAY);
  }
}

/** Returns the times of a key that are later than another time. */
function timesIn(map: RecentMap<number[]>, key: string, after: number): number[] {
  let times = map.get(key);
  if (!times) map.set(key, times = []);
  while (times.length > 0 && times[0]! <= after) times.shift();
  return times;
}

/** Returns the wait until fewer than `most` of the times are within the last `period`, in milliseconds. */
function waitFor(times: readonly number[], most: number, period: number, now: number): number {
  const deciding = times.at(-most);
  return deciding === undefined ? 0 : Math.max(0, deciding + period - now);
}
