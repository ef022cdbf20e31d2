import type { Address } from "../../cli/address.ts";
import { race } from "./race.ts";
import type { Dial, Transport } from "./transport.ts";

/** One of several servers, and the function that connects to it. */
export interface Candidate {
  /** The address as users write it. */
  readonly address: string;
  readonly dial: Dial;
}

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
   * Connects to the first server that can be reached. A server that takes long is tried beside the next ones (RFC 8305).
   *
   * @throws {AggregateError} If there are several and none can be reached; else the error of the only one.
   */
  readonly dial: Dial = async ({ signal, ...options } = {}) => {
    const { length } = this.#candidates;
    const first = this.#current + 1;
    const order = this.#candidates.map((_, place) => (first + place) % length);
    const attempts = order.map((index) => async (signal: AbortSignal) => ({
      index,
      transport: await this.#candidates[index]!.dial({ ...options, signal }),
    }));
    const discard = (late: { readonly transport: Transport }) => late.transport.close();
    this.#current = order[0]!;
    const { index, transport } = await race(attempts, { signal, discard });
    this.#current = index;
    return transport;
  };
}
