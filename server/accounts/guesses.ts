import { DAY, HOUR } from "../async/durations.ts";
import { RecentMap } from "../collections/recent_map.ts";
import type { Peer } from "../net/peer.ts";

/** Source of a guess. */
export interface GuessSource extends Pick<Peer, "address" | "host"> {
  /** Whether the account was recently used from this address. */
  readonly isKnown: boolean;
}

/** Wrong passwords for a name from one address after which the next attempt has to wait. */
const FREE = 5;

/** First wait, in milliseconds; each is twice the one before, up to the longest. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15 * 60 * 1_000;

/** Wrong passwords per hour from one address, for all names together. */
const PER_ADDRESS = 20;

/**
 * Wrong passwords per hour for a name from all addresses that are not known for it. NIST SP 800-63B, section 3.2.2 allows
 * 100 in a row; the owner is not locked out, because known addresses do not count.
 */
const PER_NAME = 100;

/** Time after the last wrong password for which failures count, in milliseconds. */
const FORGIVEN = DAY;

/** Names, addresses and pairs of them whose failures are kept; up to twice as many may be. */
const REMEMBERED = 10_000;

interface Failures {
  count: number;
  /** Monotonic time in milliseconds: of a pair, that of the last failure; otherwise that of the first one of the hour. */
  at: number;
}

/**
 * Wrong passwords, and the wait before the next attempt.
 *
 * They count by pair of name and address, so a client that guesses delays only clients of its own address. In addition an
 * address has a limit over all names, and a name one over all addresses that are not known for it.
 */
export class Guesses {
  readonly #pairs = new RecentMap<Failures>(REMEMBERED);
  readonly #names = new RecentMap<Failures>(REMEMBERED);
  readonly #addresses = new RecentMap<Failures>(REMEMBERED);

  /**
   * Returns the wait before the next password, in milliseconds; 0 if it may be tried at once.
   *
   * @param name Key of the name.
   * @param source Source of the guess.
   * @param now Monotonic time in milliseconds.
   */
  wait(name: string, source: GuessSource, now: number): number {
    const pair = this.#pairs.get(pairKey(name, source));
    const until = Math.max(
      pair ? pair.at + delayAfter(pair.count) : 0,
      ...this.#limited(name, source).map(({ map, key, most }) => {
        const failures = map.get(key);
        return failures && failures.count >= most ? failures.at + HOUR : 0;
      }),
    );
    return Math.max(0, until - now);
  }

  /** Counts a wrong password. */
  fail(name: string, source: GuessSource, now: number): void {
    const pair = entry(this.#pairs, pairKey(name, source), now);
    if (now - pair.at >= FORGIVEN) pair.count = 0;
    pair.count++;
    pair.at = now;
    for (const { map, key } of this.#limited(name, source)) {
      const failures = entry(map, key, now);
      if (now - failures.at >= HOUR) Object.assign(failures, { count: 0, at: now });
      failures.count++;
    }
  }

  /** Starts the wait now, after the check found the password wrong. */
  waitFrom(name: string, source: GuessSource, now: number): void {
    const pair = this.#pairs.get(pairKey(name, source));
    if (pair) pair.at = now;
  }

  /** Undoes {@linkcode Guesses.fail} after the password was right. */
  takeBack(name: string, source: GuessSource): void {
    const pair = this.#pairs.get(pairKey(name, source));
    const limited = this.#limited(name, source).map(({ map, key }) => map.get(key));
    for (const failures of [pair, ...limited]) if (failures && failures.count > 0) failures.count--;
  }

  /** Deletes the failures of a name and an address after the right password. */
  forget(name: string, source: GuessSource): void {
    const pair = this.#pairs.get(pairKey(name, source));
    if (pair) pair.count = 0;
  }

  /** Yields the hourly limits that apply to a guess. */
  #limited(
    name: string,
    { address, isKnown }: GuessSource,
  ): { readonly map: RecentMap<Failures>; readonly key: string; readonly most: number }[] {
    const byName = { map: this.#names, key: name, most: PER_NAME };
    const byAddress = { map: this.#addresses, key: address ?? "", most: PER_ADDRESS };
    return [...isKnown ? [] : [byName], ...address === undefined ? [] : [byAddress]];
  }
}

function pairKey(name: string, { host }: GuessSource): string {
  return `${name}\n${host}`;
}

function delayAfter(failures: number): number {
  return failures < FREE ? 0 : Math.min(FIRST_WAIT * 2 ** (failures - FREE), LONGEST_WAIT);
}

function entry(map: RecentMap<Failures>, key: string, now: number): Failures {
  let failures = map.get(key);
  if (!failures) map.set(key, failures = { count: 0, at: now });
  return failures;
}
