import { delay } from "@std/async/delay";
import type { Refusal } from "./refusal.ts";
import { AddressLimiter, type AddressLimits, type CountedAddress } from "./address_limiter.ts";

/** Maximum connections. */
export interface ConnectionLimits extends AddressLimits {
  /** In all; 0 for as many as there are descriptors. */
  readonly connections: number;
  /** Pending: before sign-in, or between two HTTP requests. Above this number, silent ones are disconnected. */
  readonly pending: number;
}

/** Connection that has a {@linkcode ConnectionSlot}. */
export interface SlotOwner {
  /** Called when the connection must close: too many are pending, and this one has been silent for too long. */
  onEvicted(limit: number): void;
}

/**
 * Slot of one connection, from when it is accepted until its descriptor is closed. It is pending until the peer signs in or
 * sends an HTTP request, and again while the next one is awaited.
 */
export class ConnectionSlot {
  /**
   * The connection, once it is opened. It is an object and not a function, as V8 keeps a function that is assigned to a
   * property, and all that it leads to, until old memory is collected.
   */
  owner: SlotOwner | undefined;
  /** Whether a whole message was read from it. */
  wasActive = false;
  readonly #limiter: ConnectionLimiter;
  #key: string | undefined;

  /**
   * @param limiter The limiter that reserved it.
   * @param key The address it counts towards; `undefined` if none.
   */
  constructor(limiter: ConnectionLimiter, key: string | undefined) {
    this.#limiter = limiter;
    this.#key = key;
  }

  /**
   * Counts the connection towards the address of another client from now on, because a proxy names the client.
   *
   * @param address The address; `undefined` for none, as while it is not known.
   * @param now Monotonic time in milliseconds.
   * @param options Whether it is a new connection of that client, or another request over a connection of the proxy.
   * @returns Why the client is rejected, or `undefined`; if rejected, the connection counts towards no address.
   */
  assign(
    address: string | undefined,
    now: number,
    { isNew = true }: { readonly isNew?: boolean } = {},
  ): Refusal | undefined {
    const assigned = this.#limiter.assign(this.#key, address, now, isNew);
    this.#key = "code" in assigned ? undefined : assigned.key;
    return "code" in assigned ? assigned : undefined;
  }

  /** Marks it as not pending: the peer signed in or sent a request. */
  activate(): void {
    this.#limiter.activate(this);
  }

  /** Marks it as pending again: the name was rejected, or the request is answered. */
  deactivate(): void {
    this.#limiter.deactivate(this);
  }

  /** Releases the slot. Call it once. */
  release(): void {
    this.#limiter.release(this, this.#key);
  }
}

/**
 * Ticks for which a connection may be silent while more than the limit are pending: four seconds, since ticks are 250 ms
 * apart (`CHECK_INTERVAL`) and the first may come at once. If the system's queue of new connections was full, it dropped
 * the first bytes together with the last step of the handshake; the client's system sends them again after 0.2 s, then
 * after twice as long each time (RFC 6298).
 */
const GRACE_TICKS = 17;

/** The same during overload: at least a quarter of a second. */
const OVERLOAD_GRACE_TICKS = 2;

/** Overload, during which no connection is accepted, starts at this multiple of the limit of pending connections. */
const OVERLOAD_FACTOR = 16;

/** Fraction of the overload bound down to which a tick disconnects silent connections early. */
const OVERLOAD_TARGET = 7 / 8;

/**
 * Time between two ticks, in milliseconds, above which the server was busy: bytes that a peer sent meanwhile may not
 * have been read, so its silence does not count.
 */
const LATE_TICK = 400;

/**
 * First messages between two ticks above which silence does not count either: the server is reading from many clients that
 * connected at once, and the peers that it has not read from yet are no more silent than the others.
 */
const MANY_ACTIVATIONS = 16;

/**
 * Connections accepted before a pause in which their first bytes are read. A busy runtime polls the system once in 61 turns
 * (Tokio's `event_interval`), and accepts 128 connections in each: of 3,000 clients that had sent something, 2,670 were
 * accepted and 219 read.
 */
const MAX_UNREAD = 64;

/** Duration of that pause in milliseconds; `setImmediate` is not a pause. */
const REST = 1;

/**
 * Accepts or rejects every new connection of any listener, by its address and by the number of connections. It decides
 * before anything is read or allocated for the connection.
 */
export class ConnectionLimiter {
  readonly #limits: ConnectionLimits;
  readonly #addresses: AddressLimiter;
  /** Connections accepted since the last pause. */
  #unread = 0;
  #rest: Promise<void> | undefined;
  /** Pending connections, oldest first, each with the tick at which its wait started. */
  readonly #pending = new Map<ConnectionSlot, number>();
  /** Connections that must close and are still open. */
  readonly #evicted = new Set<ConnectionSlot>();
  #size = 0;
  #max = Infinity;
  /** Ticks at which the server was not busy. */
  #ticks = 0;
  #tickedAt = -Infinity;
  /** Connections whose first message came since the last tick. */
  #activations = 0;
  #isStopping = false;
  /** Resolves when more may be accepted. */
  #roomAvailable: PromiseWithResolvers<void> | undefined;

  /**
   * @param limits The limits.
   * @param refuseAddress Returns why an address, in the form of {@linkcode addressKey}, is banned, or `undefined`.
   */
  constructor(
    limits: ConnectionLimits,
    refuseAddress: (address: string) => Refusal | undefined = () => undefined,
  ) {
    this.#limits = limits;
    this.#addresses = new AddressLimiter(limits, refuseAddress);
    this.unfreeze();
  }

  /** Open connections. */
  get size(): number {
    return this.#size;
  }

  /**
   * Reserves a slot for a connection, or returns why it is rejected.
   *
   * @param address Address of its socket; `undefined` for a proxy, which is not limited as one client.
   * @param now Monotonic time in milliseconds.
   * @returns The slot, or the reason.
   */
  reserve(address: string | undefined, now: number): ConnectionSlot | Refusal {
    const counted = this.#addresses.enter(address, now);
    if ("code" in counted) return counted;
    if (this.#size >= this.#max) {
      this.#addresses.leave(counted.key);
      return { code: "too_many", cause: "connections" };
    }
    this.#size++;
    this.#unread++;
    const slot = new ConnectionSlot(this, counted.key);
    this.deactivate(slot);
    return slot;
  }

  /** Limits connections to those that are open now, because descriptors have run out. */
  freeze(): void {
    this.#max = Math.min(this.#max, this.#size);
  }

  /** Undoes {@linkcode ConnectionLimiter.freeze}. */
  unfreeze(): void {
    this.#max = this.#limits.connections || Infinity;
  }

  /**
   * Resolves when another connection may be accepted, if not at once: bytes of the others are read first. During overload new
   * connections wait in the system's queue until fewer are pending; none is rejected for it.
   */
  ready(): Promise<void> | void {
    if (this.#unread < MAX_UNREAD) return this.#hasRoom();
    this.#rest ??= this.#letRead();
    return this.#rest.then(() => this.#hasRoom());
  }

  /** Ends every wait in {@linkcode ConnectionLimiter.ready}, because the server stops. */
  end(): void {
    this.#isStopping = true;
    this.#resume();
  }

  /**
   * Disconnects connections that have been silent for too long while too many are pending, and deletes old addresses.
   *
   * @param now Monotonic time in milliseconds. Call it every 250 ms.
   */
  tick(now: number): void {
    const isIdle = now - this.#tickedAt < LATE_TICK && this.#activations < MANY_ACTIVATIONS;
    this.#tickedAt = now;
    this.#activations = 0;
    if (isIdle) this.#evictSilent(++this.#ticks);
    this.#addresses.tick(now);
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
    // Deleted first, so that it becomes the newest.
    this.#pending.delete(slot);
    this.#pending.set(slot, this.#ticks);
  }

  /** See {@linkcode ConnectionSlot.release}. */
  release(slot: ConnectionSlot, key: string | undefined): void {
    this.#pending.delete(slot);
    this.#evicted.delete(slot);
    this.#size--;
    this.#resumeIfRoom();
    this.#addresses.leave(key);
  }

  /** See {@linkcode ConnectionSlot.assign}. */
  assign(
    key: string | undefined,
    address: string | undefined,
    now: number,
    isNew: boolean,
  ): CountedAddress | Refusal {
    this.#addresses.leave(key);
    return this.#addresses.enter(address, now, isNew);
  }

  /** Resolves when the server is not overloaded, or stops. */
  #hasRoom(): Promise<void> | void {
    if (!this.#isOverloaded || this.#isStopping) return;
    this.#roomAvailable ??= Promise.withResolvers();
    return this.#roomAvailable.promise;
  }

  async #letRead(): Promise<void> {
    await delay(REST);
    this.#unread = 0;
    this.#rest = undefined;
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
   * Disconnects the oldest pending connections above the limit, except those that have not had enough time: their first
   * message may be on the way. Bytes that complete no message earn no time.
   */
  #evictSilent(tick: number): void {
    const { pending } = this.#limits;
    // During overload a few close sooner.
    const overloadLimit = this.#roomAvailable
      ? OVERLOAD_FACTOR * pending * OVERLOAD_TARGET
      : Infinity;
    for (const [slot, since] of this.#pending) {
      const { size } = this.#pending;
      const isLate = size > pending && tick - since >= GRACE_TICKS;
      if (!isLate && !(size > overloadLimit && tick - since >= OVERLOAD_GRACE_TICKS)) return;
      this.#pending.delete(slot);
      this.#evicted.add(slot);
      slot.owner?.onEvicted(pending);
    }
  }
}
