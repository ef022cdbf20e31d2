import { deadline } from "@std/async/deadline";
import type { Address } from "../../cli/address.ts";
import type { Dial } from "./transport.ts";

/** One of several servers, and the function that connects to it. */
export interface Candidate {
  /** The address as users write it. */
  readonly address: string;
  readonly dial: Dial;
}

/** Timeout of one of several servers before the next one is tried, in milliseconds. */
const TIMEOUT = 5_000;

/**
 * Parses addresses of servers.
 *
 * @param given One or more joined by commas, as in `a.example,b.example:4000,[::1]:4000`.
 * @param port The port of addresses without one.
 * @returns The addresses.
 * @throws {TypeError} If an address is invalid.
 */
export function readAddresses(given: string, port: number): Address[] {
  return given.split(",").map((each) => {
    // IPv6 addresses contain colons; with a port, or among several addresses, they are in brackets.
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

/** Connects to one of several servers: first to a random one, later to the next, until all were tried. */
export class Candidates {
  readonly #candidates: readonly Candidate[];
  /** Index of the last server tried. */
  #current: number;

  /**
   * @param candidates The servers, at least one.
   * @param random Returns a number from 0 to 1, so that clients start with different servers.
   */
  constructor(candidates: readonly Candidate[], random: () => number = Math.random) {
    this.#candidates = candidates;
    this.#current = Math.floor(random() * candidates.length) - 1;
  }

  /** Address of the last server tried. */
  get address(): string {
    return this.#candidates[Math.max(0, this.#current)]!.address;
  }

  /**
   * Connects to the first server that answers.
   *
   * @throws {Error} If none does; the error is that of the last one.
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
        // A connection that arrives after the timeout is not used.
        dialing.then((transport) => transport.close(), () => {});
        if (left === 1) throw error;
      }
    }
  };
}
