import type { Catalogue } from "../locale/catalogue.ts";
import type { Refusal } from "./accounts/accounts.ts";
import { addressKey, isLoopback } from "./address.ts";
import { RecentMap } from "./store/recent_map.ts";

/** How many connections are let in. */
export interface GateLimits {
  /** Over all; 0 is as many as there are descriptors for. */
  readonly connections: number;
  /** From one address, at a time. */
  readonly perAddress: number;
  /** From one address, new ones within a minute of the first. */
  readonly perMinute: number;
  /** That have not said a name, over all. */
  readonly unnamed: number;
  /** Whether those from this machine count as one address too: if not, a proxy is not held to what one person may. */
  readonly limitsLoopback: boolean;
}

/** The place that one connection has, from when it is let in until its descriptor is given back. */
export class Pass {
  /** Called where the place goes to somebody else: there are too many who have not said a name, and this one is the first. */
  onTurnedOut: (limit: string) => void = () => {};
  readonly #gate: Gate;
  readonly #key: string | undefined;

  /**
   * @param gate What gives it.
   * @param key The address it counts for, if for any.
   */
  constructor(gate: Gate, key: string | undefined) {
    this.#gate = gate;
    this.#key = key;
  }

  /** Says that a name was said, which is being looked at, or is theirs. */
  greet(): void {
    this.#gate.greet(this);
  }

  /** Says that the name was refused: another one is waited for. */
  wait(): void {
    this.#gate.wait(this);
  }

  /** Gives the place back; once. */
  leave(): void {
    this.#gate.leave(this, this.#key);
  }
}

/** For how long new connections of an address are counted together, in milliseconds. */
const MINUTE = 60_000;

/** Addresses whose new connections are counted; as many again may be. */
const REMEMBERED = 10_000;

/** New connections of an address. */
interface Arrivals {
  count: number;
  /** When the first of them came, in milliseconds. */
  since: number;
}

/**
 * Where every new connection is judged, whatever carries it, before anything is read from it or made for it: by its
 * address, and by how many there are.
 */
export class Gate {
  readonly #limits: GateLimits;
  readonly #texts: Catalogue["gate"];
  readonly #refuseAddress: (address: string) => Refusal | undefined;
  readonly #open = new Map<string, number>();
  readonly #arrivals = new RecentMap<Arrivals>(REMEMBERED);
  /** Those that have not said a name, the oldest first. */
  readonly #unnamed = new Set<Pass>();
  #size = 0;
  #most = Infinity;
  #sweptAt = 0;

  /**
   * @param limits How many are let in.
   * @param texts What is said to the others.
   * @param refuseAddress Says why nobody may come from an address, in the form of {@linkcode addressKey}.
   */
  constructor(
    limits: GateLimits,
    texts: Catalogue["gate"],
    refuseAddress: (address: string) => Refusal | undefined = () => undefined,
  ) {
    this.#limits = limits;
    this.#texts = texts;
    this.#refuseAddress = refuseAddress;
    this.reopen();
  }

  /** How many are in. */
  get size(): number {
    return this.#size;
  }

  /**
   * Lets a connection in, or says why not.
   *
   * @param address Where it comes from, as its socket says.
   * @param now The time by a monotonic clock, in milliseconds.
   * @returns Its place, or the reason.
   */
  enter(address: string, now: number): Pass | Refusal {
    const banned = this.#refuseAddress(addressKey(address));
    const key = isLoopback(address) && !this.#limits.limitsLoopback
      ? undefined
      : addressKey(address);
    const refusal = banned ?? this.#judge(key, now);
    if (refusal) return refusal;
    if (key !== undefined) this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    this.#size++;
    const pass = new Pass(this, key);
    this.wait(pass);
    return pass;
  }

  /** Lets in no more than are in now: there are no descriptors for others. */
  close(): void {
    this.#most = Math.min(this.#most, this.#size);
  }

  /** Lets in as many as before {@linkcode Gate.close}. */
  reopen(): void {
    this.#most = this.#limits.connections || Infinity;
  }

  /** Forgets those who came more than a minute ago; to be called every now and then. */
  sweep(now: number): void {
    if (now - this.#sweptAt < MINUTE) return;
    this.#sweptAt = now;
    this.#arrivals.forgetOld();
  }

  /** See {@linkcode Pass.greet}. */
  greet(pass: Pass): void {
    this.#unnamed.delete(pass);
  }

  /** See {@linkcode Pass.wait}. */
  wait(pass: Pass): void {
    this.#unnamed.add(pass);
    if (this.#unnamed.size > this.#limits.unnamed) this.#turnOutOldest();
  }

  /** See {@linkcode Pass.leave}. */
  leave(pass: Pass, key: string | undefined): void {
    this.#unnamed.delete(pass);
    this.#size--;
    if (key === undefined) return;
    const open = this.#open.get(key)! - 1;
    if (open === 0) this.#open.delete(key);
    else this.#open.set(key, open);
  }

  /** Says why a connection may not come in. Those that are refused for its number are counted for its address, too. */
  #judge(key: string | undefined, now: number): Refusal | undefined {
    const { perAddress, perMinute } = this.#limits;
    if (key !== undefined) {
      const arrivals = this.#arrivalsOf(key, now);
      if (++arrivals.count > perMinute) {
        const seconds = Math.ceil((arrivals.since + MINUTE - now) / 1_000);
        return { code: "too_fast", value: `${seconds}s` };
      }
      if ((this.#open.get(key) ?? 0) >= perAddress) {
        return { code: "too_many", value: this.#texts.fromAddress(perAddress) };
      }
    }
    return this.#size >= this.#most ? { code: "too_many", value: this.#texts.overAll } : undefined;
  }

  #arrivalsOf(key: string, now: number): Arrivals {
    let arrivals = this.#arrivals.get(key);
    if (arrivals === undefined) this.#arrivals.set(key, arrivals = { count: 0, since: now });
    if (now - arrivals.since >= MINUTE) Object.assign(arrivals, { count: 0, since: now });
    return arrivals;
  }

  #turnOutOldest(): void {
    const [oldest] = this.#unnamed;
    this.#unnamed.delete(oldest!);
    oldest!.onTurnedOut(this.#texts.unnamed(this.#limits.unnamed));
  }
}
