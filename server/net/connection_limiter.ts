import { delay } from "@std/async/delay";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Refusal } from "./refusal.ts";
import { addressKey, isLoopback } from "./address.ts";
import { RecentMap } from "../collections/recent_map.ts";

/** How many connections are let in. */
export interface ConnectionLimits {
  /** Over all; 0 is as many as there are descriptors for. */
  readonly connections: number;
  /** From one address, at a time. */
  readonly perAddress: number;
  /** From one address, new ones within a minute of the first. */
  readonly perMinute: number;
  /** Without a name, over all; above it, those that stay silent are disconnected. */
  readonly pending: number;
  /** Whether those from this machine count as one address too: if not, a proxy is not held to what one person may. */
  readonly limitsLoopback: boolean;
}

/** The place that one connection has, from when it is let in until its descriptor is given back. */
export class ConnectionSlot {
  /** Called when the connection has to go: there are too many without a name, and this one has been silent for too long. */
  onEvicted: (limit: string) => void = () => {};
  /** Whether anything whole was read from it yet. */
  wasActive = false;
  readonly #limiter: ConnectionLimiter;
  readonly #key: string | undefined;

  /**
   * @param limiter What gives it.
   * @param key The address it counts for, if for any.
   */
  constructor(limiter: ConnectionLimiter, key: string | undefined) {
    this.#limiter = limiter;
    this.#key = key;
  }

  /** Says that a name was said, which is being looked at, or is theirs. */
  activate(): void {
    this.#limiter.activate(this);
  }

  /** Says that the name was refused: another one is waited for. */
  deactivate(): void {
    this.#limiter.deactivate(this);
  }

  /** Gives the place back; once. */
  release(): void {
    this.#limiter.release(this, this.#key);
  }
}

/** For how long new connections of an address are counted together, in milliseconds. */
const MINUTE = 60_000;

/** Addresses whose new connections are counted; as many again may be. */
const REMEMBERED = 10_000;

/**
 * Ticks for which a connection may be silent while more than the limit are pending: four seconds, as a tick comes every
 * 250 ms (`CHECK_INTERVAL`), and the first may come at once. If the system's queue of new connections was full, it dropped the
 * first bytes with the last step of the handshake; the client's system sends them again after 0.2 s, then after twice as long
 * each time (RFC 6298).
 */
const GRACE_TICKS = 17;

/** The same while there are so many that no connection is accepted: a quarter of a second at least. */
const OVERLOAD_GRACE_TICKS = 2;

/** Connections without a name at which no more are accepted for now: so many times the bound. */
const OVERLOAD_FACTOR = 16;

/** What is left of them at a look at which some have to go that early. */
const OVERLOAD_TARGET = 7 / 8;

/**
 * Time between two looks, in milliseconds, from which on it was the server that was busy: what a peer said meanwhile may
 * not be read yet, so its silence does not count.
 */
const LATE_TICK = 400;

/**
 * Connections that say their first words between two looks from which on silence does not count either: the server reads
 * through a crowd that came at once, and those that were not read yet are no more silent than those that were.
 */
const MANY_ACTIVATIONS = 16;

/**
 * Connections that are accepted before the event loop rests, so that what they sent is read first. A busy runtime asks the system
 * once in 61 turns what has come (Tokio's `event_interval`), and accepts 128 connections in each: of 3,000 clients that had
 * sent something, 2,670 were accepted and 219 read.
 */
const MAX_UNREAD = 64;

/** Length of that rest in milliseconds; `setImmediate` is no rest. */
const REST = 1;

/** New connections of an address. */
interface AddressRate {
  count: number;
  /** When the first of them came, in milliseconds. */
  since: number;
}

/**
 * Where every new connection is judged, whatever carries it, before anything is read from it or made for it: by its
 * address, and by how many there are.
 */
export class ConnectionLimiter {
  readonly #limits: ConnectionLimits;
  readonly #texts: Catalogue["connectionLimits"];
  readonly #refuseAddress: (address: string) => Refusal | undefined;
  /** Connections accepted since the last rest. */
  #unread = 0;
  #rest: Promise<void> | undefined;
  readonly #openByAddress = new Map<string, number>();
  readonly #addressRates = new RecentMap<AddressRate>(REMEMBERED);
  /** Those without a name that the server waits for, the oldest first, each with the look at which the wait began. */
  readonly #pending = new Map<ConnectionSlot, number>();
  /** Those that were told to go and are not gone. */
  readonly #evicted = new Set<ConnectionSlot>();
  #size = 0;
  #max = Infinity;
  #sweptAt = 0;
  /** Looks at which the server was not late. */
  #ticks = 0;
  #tickedAt = -Infinity;
  /** Connections that said their first words since the last look. */
  #activations = 0;
  #isStopping = false;
  /** Resolves when more may be accepted. */
  #roomAvailable: PromiseWithResolvers<void> | undefined;

  /**
   * @param limits How many are let in.
   * @param texts What is said to the others.
   * @param refuseAddress Says why nobody may come from an address, in the form of {@linkcode addressKey}.
   */
  constructor(
    limits: ConnectionLimits,
    texts: Catalogue["connectionLimits"],
    refuseAddress: (address: string) => Refusal | undefined = () => undefined,
  ) {
    this.#limits = limits;
    this.#texts = texts;
    this.#refuseAddress = refuseAddress;
    this.unfreeze();
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
  reserve(address: string, now: number): ConnectionSlot | Refusal {
    const banned = this.#refuseAddress(addressKey(address));
    const key = isLoopback(address) && !this.#limits.limitsLoopback
      ? undefined
      : addressKey(address);
    const refusal = banned ?? this.#refusalFor(key, now);
    if (refusal) return refusal;
    if (key !== undefined) this.#openByAddress.set(key, (this.#openByAddress.get(key) ?? 0) + 1);
    this.#size++;
    this.#unread++;
    const slot = new ConnectionSlot(this, key);
    this.deactivate(slot);
    return slot;
  }

  /** Lets in no more than are in now: there are no descriptors for others. */
  freeze(): void {
    this.#max = Math.min(this.#max, this.#size);
  }

  /** Lets in as many as before {@linkcode ConnectionLimiter.freeze}. */
  unfreeze(): void {
    this.#max = this.#limits.connections || Infinity;
  }

  /**
   * Resolves when another connection may be accepted: what the others sent is read first. While there are very many without a name, the next ones wait in the
   * system's queue until some have said theirs or had to go; none is refused for it.
   */
  async ready(): Promise<void> {
    if (this.#unread >= MAX_UNREAD) await (this.#rest ??= this.#letRead());
    if (!this.#isOverloaded || this.#isStopping) return;
    this.#roomAvailable ??= Promise.withResolvers();
    await this.#roomAvailable.promise;
  }

  /** Says that the server stops: an accept loop has nothing more to wait for. */
  end(): void {
    this.#isStopping = true;
    this.#resume();
  }

  /**
   * Turns out those that have been silent for too long, where there are too many, and forgets the addresses of more than a
   * minute ago.
   *
   * @param now The time by a monotonic clock, in milliseconds; to be called every 250 ms.
   */
  tick(now: number): void {
    const isIdle = now - this.#tickedAt < LATE_TICK && this.#activations < MANY_ACTIVATIONS;
    this.#tickedAt = now;
    this.#activations = 0;
    if (isIdle) this.#evictSilent(++this.#ticks);
    if (now - this.#sweptAt < MINUTE) return;
    this.#sweptAt = now;
    this.#addressRates.forgetOld();
  }

  /** See {@linkcode ConnectionSlot.activate}. */
  activate(slot: ConnectionSlot): void {
    if (!slot.wasActive) this.#activations++;
    slot.wasActive = true;
    this.#pending.delete(slot);
    this.#resumeIfRoom();
  }

  /** See {@linkcode ConnectionSlot.deactivate}. */
  deactivate(slot: ConnectionSlot): void {
    if (this.#evicted.has(slot)) return;
    // Last in the order, also where it was among them.
    this.#pending.delete(slot);
    this.#pending.set(slot, this.#ticks);
  }

  /** See {@linkcode ConnectionSlot.release}. */
  release(slot: ConnectionSlot, key: string | undefined): void {
    this.#pending.delete(slot);
    this.#evicted.delete(slot);
    this.#size--;
    this.#resumeIfRoom();
    if (key === undefined) return;
    const open = this.#openByAddress.get(key)! - 1;
    if (open === 0) this.#openByAddress.delete(key);
    else this.#openByAddress.set(key, open);
  }

  async #letRead(): Promise<void> {
    await delay(REST);
    this.#unread = 0;
    this.#rest = undefined;
  }

  /** Returns why a connection is rejected, if it is. A rejected connection counts towards the rate of its address, too. */
  #refusalFor(key: string | undefined, now: number): Refusal | undefined {
    const { perAddress, perMinute } = this.#limits;
    if (key !== undefined) {
      const addressRate = this.#addressRateOf(key, now);
      if (++addressRate.count > perMinute) {
        const seconds = Math.ceil((addressRate.since + MINUTE - now) / 1_000);
        return { code: "too_fast", value: `${seconds}s` };
      }
      if ((this.#openByAddress.get(key) ?? 0) >= perAddress) {
        return { code: "too_many", value: this.#texts.fromAddress(perAddress) };
      }
    }
    return this.#size >= this.#max ? { code: "too_many", value: this.#texts.overAll } : undefined;
  }

  #addressRateOf(key: string, now: number): AddressRate {
    let addressRate = this.#addressRates.get(key);
    if (addressRate === undefined) {
      this.#addressRates.set(key, addressRate = { count: 0, since: now });
    }
    if (now - addressRate.since >= MINUTE) Object.assign(addressRate, { count: 0, since: now });
    return addressRate;
  }

  get #isOverloaded(): boolean {
    return this.#pending.size + this.#evicted.size >= OVERLOAD_FACTOR * this.#limits.pending;
  }

  #resumeIfRoom(): void {
    if (this.#roomAvailable && !this.#isOverloaded) this.#resume();
  }

  #resume(): void {
    this.#roomAvailable?.resolve();
    this.#roomAvailable = undefined;
  }

  /**
   * Turns out the oldest of those above the bound, except those that have not been waited for long enough: their first
   * words may be on the way. Bytes that complete nothing earn no time.
   */
  #evictSilent(tick: number): void {
    const { pending } = this.#limits;
    // Where others wait to be accepted, a few go sooner.
    const overloadLimit = this.#roomAvailable
      ? OVERLOAD_FACTOR * pending * OVERLOAD_TARGET
      : Infinity;
    for (const [slot, since] of this.#pending) {
      const { size } = this.#pending;
      const isLate = size > pending && tick - since >= GRACE_TICKS;
      if (!isLate && !(size > overloadLimit && tick - since >= OVERLOAD_GRACE_TICKS)) return;
      this.#pending.delete(slot);
      this.#evicted.add(slot);
      slot.onEvicted(this.#texts.tooManyPending(pending));
    }
  }
}
