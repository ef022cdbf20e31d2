import { RecentMap } from "../store/recent_map.ts";

/** Wrong passwords of a name after which the next one has to wait. */
const FREE = 5;

/** The first wait, in milliseconds; each is twice the one before, up to the longest. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15 * 60 * 1_000;

/** Wrong passwords that one address may give in an hour. */
const PER_ADDRESS = 20;
const HOUR = 60 * 60 * 1_000;

/** Names, and addresses, whose wrong passwords are remembered; as many again may be. */
const REMEMBERED = 10_000;

interface Failures {
  count: number;
  /** When the last one was, or for an address the first of the hour, by the monotonic clock. */
  at: number;
}

/** Wrong passwords by name and by address, and how long they make the next guess wait. */
export class Guesses {
  readonly #names = new RecentMap<Failures>(REMEMBERED);
  readonly #addresses = new RecentMap<Failures>(REMEMBERED);

  /**
   * Says how long it is until a password may be given.
   *
   * @param name The key of the name.
   * @param address Where it comes from; without it, only the name counts.
   * @param now The time by the monotonic clock, in milliseconds.
   * @returns The wait in milliseconds, 0 if there is none.
   */
  wait(name: string, address: string | undefined, now: number): number {
    const byName = this.#names.get(name);
    const byAddress = address === undefined ? undefined : this.#addresses.get(address);
    const until = Math.max(
      byName ? byName.at + delayAfter(byName.count) : 0,
      byAddress && byAddress.count >= PER_ADDRESS ? byAddress.at + HOUR : 0,
    );
    return Math.max(0, until - now);
  }

  /** Counts a wrong password. */
  fail(name: string, address: string | undefined, now: number): void {
    const byName = entry(this.#names, name, now);
    byName.count++;
    byName.at = now;
    if (address === undefined) return;
    const byAddress = entry(this.#addresses, address, now);
    if (now - byAddress.at >= HOUR) Object.assign(byAddress, { count: 0, at: now });
    byAddress.count++;
  }

  /** Counts the wait from now on: the password was found wrong, and checking it took its time. */
  waitFrom(name: string, now: number): void {
    const byName = this.#names.get(name);
    if (byName) byName.at = now;
  }

  /** Takes back one that was counted, as it was not wrong. */
  takeBack(name: string, address: string | undefined): void {
    const byName = this.#names.get(name);
    if (byName) byName.count--;
    const byAddress = address === undefined ? undefined : this.#addresses.get(address);
    if (byAddress) byAddress.count--;
  }

  /** Forgets the wrong passwords of a name: the right one was given. */
  forget(name: string): void {
    const failures = this.#names.get(name);
    if (failures) failures.count = 0;
  }
}

function delayAfter(failures: number): number {
  return failures < FREE ? 0 : Math.min(FIRST_WAIT * 2 ** (failures - FREE), LONGEST_WAIT);
}

function entry(map: RecentMap<Failures>, key: string, now: number): Failures {
  let failures = map.get(key);
  if (!failures) map.set(key, failures = { count: 0, at: now });
  return failures;
}
