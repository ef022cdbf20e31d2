import type { Log } from "./log.ts";

/** How often a line about those who are turned away is written at the most, in milliseconds. */
const QUIET = 60_000;

/** Tells of those who are turned away, once in a while: to write a line for each would be what a flood is after. */
export class Refusals {
  readonly #log: Pick<Log, "write">;
  #more = 0;
  #last: { readonly host: string; readonly reason: string } | undefined;
  #toldAt = -Infinity;

  constructor(log: Pick<Log, "write">) {
    this.#log = log;
  }

  /**
   * Takes note of one.
   *
   * @param host Where it came from.
   * @param reason Why it was turned away.
   * @param now The time by a monotonic clock, in milliseconds.
   */
  add(host: string, reason: string, now: number): void {
    if (this.#last !== undefined) this.#more++;
    this.#last = { host, reason };
    this.check(now);
  }

  /** Tells of those that were not told yet, if it is time; to be called every now and then. */
  check(now: number): void {
    if (this.#last === undefined || now - this.#toldAt < QUIET) return;
    this.#log.write({ event: "refused", ...this.#last, more: this.#more });
    this.#more = 0;
    this.#last = undefined;
    this.#toldAt = now;
  }
}
