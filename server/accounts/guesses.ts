import { RecentMap } from "../collections/recent_map.ts";
import type { Peer } from "../net/peer.ts";

/** Where a guess comes from. */
export interface GuessSource extends Pick<Peer, "address" | "host"> {
  /** Whether the account was used from there lately. */
  readonly isKnown: boolean;
}

/** Wrong passwords of a name from one address after which the next one has to wait. */
const FREE = 5;

/** The first wait, in milliseconds; each is twice the one before, up to the longest. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15 * 60 * 1_000;

/** Wrong passwords that one address may give in an hour, whatever the names. */
const PER_ADDRESS = 20;

/**
 * Wrong passwords that a name may get in an hour from all addresses from which it was never used. NIST SP 800-63B, section
 * 3.2.2 allows 100 in a row; the owner is not locked out, since the addresses that they use are not counted.
 */
const PER_NAME = 100;

const HOUR = 60 * 60 * 1_000;

/** Time without a wrong password after which guesses are free again, in milliseconds. */
const FORGIVEN = 24 * HOUR;

/** Names, addresses, and pairs of them whose wrong passwords are remembered; as many again may be. */
const REMEMBERED = 10_000;

interface Failures {
  count: number;
  /** Of a pair, when the last one was; otherwise when the first of the hour was, by the monotonic clock. */
  at: number;
}

/**
 * Wrong passwords, and how long they make the next guess wait.
 *
 * They count by name and address together, so that a client that guesses delays only clients of its own address.
 * Beside that, an address has a limit over all names, and a name one over all addresses that are not known for it.
 */
export class Guesses {
  readonly #pairs = new RecentMap<Failures>(REMEMBERED);
  readonly #names = new RecentMap<Failures>(REMEMBERED);
  readonly #addresses = new RecentMap<Failures>(REMEMBERED);

  /**
   * Says how long it is until a password may be given.
   *
   * @param name The key of the name.
   * @param source Where it comes from.
   * @param now The time by the monotonic clock, in milliseconds.
   * @returns The wait in milliseconds, 0 if there is none.
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

  /** Takes back one that was counted, as it was not wrong. */
  takeBack(name: string, source: GuessSource): void {
    const pair = this.#pairs.get(pairKey(name, source));
    const limited = this.#limited(name, source).map(({ map, key }) => map.get(key));
    for (const failures of [pair, ...limited]) if (failures && failures.count > 0) failures.count--;
  }

  /** Forgets the wrong passwords of a name from an address, after the right one. */
  forget(name: string, source: GuessSource): void {
    const pair = this.#pairs.get(pairKey(name, source));
    if (pair) pair.count = 0;
  }

  /** The limits over an hour that hold for a guess. */
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
