import { isLoopback } from "../../protocol/text/loopback.ts";
import { RecentMap } from "../collections/recent_map.ts";
import { addressKey } from "./address.ts";
import type { Refusal } from "./refusal.ts";
import { waitSeconds } from "./wait_seconds.ts";

/** Maximum connections from one address. */
export interface AddressLimits {
  /** At a time. */
  readonly perAddress: number;
  /** New ones within a minute of the first. */
  readonly perMinute: number;
  /** Whether loopback connections count as one address, too. Usually not, because a proxy here carries many users. */
  readonly limitsLoopback: boolean;
}

/** Address that a connection counts towards. */
export interface CountedAddress {
  /** Key for {@linkcode AddressLimiter.leave}; `undefined` if it counts towards none. */
  readonly key: string | undefined;
}

/** Period over which new connections of an address are counted, in milliseconds. */
const MINUTE = 60_000;

/** Addresses that are counted; up to twice as many may be. */
const REMEMBERED = 10_000;

/** New connections of an address. */
interface AddressRate {
  count: number;
  /** Time of the first of them, in milliseconds. */
  since: number;
}

/** Counts connections by address; rejects those above the limits and those of banned addresses. */
export class AddressLimiter {
  readonly #limits: AddressLimits;
  readonly #refuseAddress: (address: string) => Refusal | undefined;
  readonly #open = new Map<string, number>();
  readonly #rates = new RecentMap<AddressRate>(REMEMBERED);
  #sweptAt = 0;

  /**
   * @param limits The limits.
   * @param refuseAddress Returns why an address, in the form of {@linkcode addressKey}, is banned, or `undefined`.
   */
  constructor(
    limits: AddressLimits,
    refuseAddress: (address: string) => Refusal | undefined,
  ) {
    this.#limits = limits;
    this.#refuseAddress = refuseAddress;
  }

  /**
   * Counts a connection, or returns why it is rejected. A rejected one also counts towards the rate of its address.
   *
   * @param address Address of the client; `undefined` if it is not known yet, or is a proxy's own.
   * @param now Monotonic time in milliseconds.
   * @param isNew Whether it counts towards the rate.
   */
  enter(address: string | undefined, now: number, isNew = true): CountedAddress | Refusal {
    if (address === undefined) return { key: undefined };
    const key = addressKey(address);
    const { perAddress, perMinute, limitsLoopback } = this.#limits;
    const banned = this.#refuseAddress(key);
    if (banned) return banned;
    if (isLoopback(address) && !limitsLoopback) return { key: undefined };
    const rate = this.#rateOf(key, now);
    if (isNew && ++rate.count > perMinute) {
      return { code: "too_fast", seconds: waitSeconds(rate.since + MINUTE - now) };
    }
    const open = this.#open.get(key) ?? 0;
    if (open >= perAddress) return { code: "too_many", cause: "address", limit: perAddress };
    this.#open.set(key, open + 1);
    return { key };
  }

  /** Stops counting a connection. */
  leave(key: string | undefined): void {
    if (key === undefined) return;
    const open = this.#open.get(key)! - 1;
    if (open === 0) this.#open.delete(key);
    else this.#open.set(key, open);
  }

  /** Deletes old addresses; call it periodically. */
  tick(now: number): void {
    if (now - this.#sweptAt < MINUTE) return;
    this.#sweptAt = now;
    this.#rates.forgetOld();
  }

  #rateOf(key: string, now: number): AddressRate {
    let rate = this.#rates.get(key);
    if (rate === undefined) this.#rates.set(key, rate = { count: 0, since: now });
    if (now - rate.since >= MINUTE) Object.assign(rate, { count: 0, since: now });
    return rate;
  }
}
