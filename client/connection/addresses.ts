import { deadline } from "@std/async/deadline";
import type { Address } from "../../cli/address.ts";
import type { Dial } from "./transport.ts";

/** One server of several, and what connects to it. */
export interface Candidate {
  /** As people write it. */
  readonly address: string;
  readonly dial: Dial;
}

/** For how long one of several servers may take before the next one is tried, in milliseconds. */
const TIMEOUT = 5_000;

/**
 * Reads where servers listen.
 *
 * @param given One or more joined by commas, as in `a.example,b.example:4000,[::1]:4000`.
 * @param port The port of those that have none.
 * @returns Where each listens.
 * @throws {TypeError} If it cannot be read.
 */
export function readAddresses(given: string, port: number): Address[] {
  return given.split(",").map((each) => {
    // An address of IPv6 has colons of its own; with a port, or several, it is in brackets.
    const [, inBrackets, bare, digits] =
      /^(?:\[([^\[\]]+)\]|([^\[\]:]+|[^\[\]:]*:[^\[\]:]*:[^\[\]]*))(?::(\d{1,5}))?$/.exec(each) ??
        [];
    const hostname = inBrackets ?? bare;
    const own = digits === undefined ? port : Number(digits);
    if (hostname === undefined || own < 1 || own > 65_535) {
      throw new TypeError("HOST | HOST:PORT | [IPV6]:PORT, …");
    }
    return { hostname, port: own };
  });
}

/** Connects to one of several servers: to any at first, then to another one than before, until all were tried. */
export class Candidates {
  readonly #candidates: readonly Candidate[];
  /** The one that was tried last. */
  #current: number;

  /**
   * @param candidates The servers, at least one.
   * @param random Returns a number from 0 to 1, so that clients begin with different addresses.
   */
  constructor(candidates: readonly Candidate[], random: () => number = Math.random) {
    this.#candidates = candidates;
    this.#current = Math.floor(random() * candidates.length) - 1;
  }

  /** The address of the server that was tried last. */
  get address(): string {
    return this.#candidates[Math.max(0, this.#current)]!.address;
  }

  /**
   * Connects.
   *
   * @throws {Error} If no server was to be had; the reason of the last one.
   */
  readonly dial: Dial = async () => {
    const { length } = this.#candidates;
    for (let left = length;; left--) {
      this.#current = (this.#current + 1) % length;
      const dialing = this.#candidates[this.#current]!.dial();
      if (length === 1) return await dialing;
      try {
        return await deadline(dialing, TIMEOUT);
      } catch (error) {
        // The late connection is not needed any more.
        dialing.then((transport) => transport.close(), () => {});
        if (left === 1) throw error;
      }
    }
  };
}
