import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Refusal } from "./refusal.ts";
import { addressKey, isLoopback } from "./address.ts";
import { RecentMap } from "../collections/recent_map.ts";

/** How many connections are let in. */
export interface GateLimits {
  /** Over all; 0 is as many as there are descriptors for. */
  readonly connections: number;
  /** From one address, at a time. */
  readonly perAddress: number;
  /** From one address, new ones within a minute of the first. */
  readonly perMinute: number;
  /** Without a name, over all; above it, those that stay silent are disconnected. */
  readonly unnamed: number;
  /** Whether those from this machine count as one address too: if not, a proxy is not held to what one person may. */
  readonly limitsLoopback: boolean;
}

/** The place that one connection has, from when it is let in until its descriptor is given back. */
export class Pass {
  /** Called when the connection has to go: there are too many without a name, and this one has been silent for too long. */
  onTurnedOut: (limit: string) => void = () => {};
  /** Whether anything whole was read from it yet. */
  hasSpoken = false;
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

/**
 * Looks for which a connection without a name may be silent while there are more than the bound. Looks come every 250 ms
 * (`CHECK_INTERVAL`), and the first may come at once: so it is a second at least.
 */
const GRACE = 5;

/** The same while there are so many that no connection is accepted: a quarter of a second at least. */
const HURRIED_GRACE = 2;

/** Connections without a name at which no more are accepted for now: so many times the bound. */
const CROWD = 16;

/** What is left of them at a look at which some have to go that early. */
const HURRIED_PART = 7 / 8;

/**
 * Time between two looks, in milliseconds, from which on it was the server that was busy: what a peer said meanwhile may
 * not be read yet, so its silence does not count.
 */
const LATE = 400;

/**
 * Connections that say their first words between two looks from which on silence does not count either: the server reads
 * through a crowd that came at once, and those that were not read yet are no more silent than those that were.
 */
const MANY_WORDS = 16;

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
  /** Those without a name that the server waits for, the oldest first, each with the look at which the wait began. */
  readonly #unnamed = new Map<Pass, number>();
  /** Those that were told to go and are not gone. */
  readonly #leaving = new Set<Pass>();
  #size = 0;
  #most = Infinity;
  #sweptAt = 0;
  /** Looks at which the server was not late. */
  #looks = 0;
  #lookedAt = -Infinity;
  /** Connections that said their first words since the last look. */
  #firstWords = 0;
  #isOver = false;
  /** Resolves when more may be accepted. */
  #room: PromiseWithResolvers<void> | undefined;

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

  /**
   * Resolves when another connection may be accepted. While there are very many without a name, the next ones wait in the
   * system's queue until some have said theirs or had to go; none is refused for it.
   */
  async ready(): Promise<void> {
    if (!this.#isCrowded || this.#isOver) return;
    this.#room ??= Promise.withResolvers();
    await this.#room.promise;
  }

  /** Says that the server stops: an accept loop has nothing more to wait for. */
  end(): void {
    this.#isOver = true;
    this.#resume();
  }

  /**
   * Turns out those that have been silent for too long, where there are too many, and forgets the addresses of more than a
   * minute ago.
   *
   * @param now The time by a monotonic clock, in milliseconds; to be called every 250 ms.
   */
  sweep(now: number): void {
    const isIdle = now - this.#lookedAt < LATE && this.#firstWords < MANY_WORDS;
    this.#lookedAt = now;
    this.#firstWords = 0;
    if (isIdle) this.#turnOutSilent(++this.#looks);
    if (now - this.#sweptAt < MINUTE) return;
    this.#sweptAt = now;
    this.#arrivals.forgetOld();
  }

  /** See {@linkcode Pass.greet}. */
  greet(pass: Pass): void {
    if (!pass.hasSpoken) this.#firstWords++;
    pass.hasSpoken = true;
    this.#unnamed.delete(pass);
    this.#makeRoom();
  }

  /** See {@linkcode Pass.wait}. */
  wait(pass: Pass): void {
    if (this.#leaving.has(pass)) return;
    // Last in the order, also where it was among them.
    this.#unnamed.delete(pass);
    this.#unnamed.set(pass, this.#looks);
  }

  /** See {@linkcode Pass.leave}. */
  leave(pass: Pass, key: string | undefined): void {
    this.#unnamed.delete(pass);
    this.#leaving.delete(pass);
    this.#size--;
    this.#makeRoom();
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

  get #isCrowded(): boolean {
    return this.#unnamed.size + this.#leaving.size >= CROWD * this.#limits.unnamed;
  }

  #makeRoom(): void {
    if (this.#room && !this.#isCrowded) this.#resume();
  }

  #resume(): void {
    this.#room?.resolve();
    this.#room = undefined;
  }

  /**
   * Turns out the oldest of those above the bound, except those that have not been waited for long enough: their first
   * words may be on the way. Bytes that complete nothing earn no time.
   */
  #turnOutSilent(look: number): void {
    const { unnamed } = this.#limits;
    // Where others wait to be accepted, a few go sooner.
    const hurried = this.#room ? CROWD * unnamed * HURRIED_PART : Infinity;
    for (const [pass, since] of this.#unnamed) {
      const { size } = this.#unnamed;
      const isLate = size > unnamed && look - since >= GRACE;
      if (!isLate && !(size > hurried && look - since >= HURRIED_GRACE)) return;
      this.#unnamed.delete(pass);
      this.#leaving.add(pass);
      pass.onTurnedOut(this.#texts.unnamed(unnamed));
    }
  }
}
