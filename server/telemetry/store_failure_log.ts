import type { Log } from "./log.ts";
import { StoreError } from "../store/store_error.ts";

/** Least time between two lines about failures, in milliseconds. */
const QUIET = 10_000;

/** Tells in the log that the store fails, now and then while it does, and that it works again: not for each message. */
export class StoreFailureLog {
  readonly #log: Pick<Log, "write">;
  readonly #now: () => number;
  #saidAt = -Infinity;
  /** Failures since the last line. */
  #failures = 0;
  /** Whether the last line was about failures. */
  #isOpen = false;

  /**
   * @param log Where it is told.
   * @param now Tells the time by a monotonic clock, in milliseconds.
   */
  constructor(log: Pick<Log, "write">, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  /** The store failed. */
  fail(error: unknown): void {
    this.#failures++;
    const now = this.#now();
    if (now - this.#saidAt < QUIET) return;
    const reason = error instanceof StoreError ? error.message : String(error);
    this.#log.write({ event: "store_failed", reason, failures: this.#failures });
    this.#saidAt = now;
    this.#failures = 0;
    this.#isOpen = true;
  }

  /** The store kept something. */
  recover(): void {
    if (!this.#isOpen) return;
    this.#log.write({ event: "store_works", failures: this.#failures });
    this.#failures = 0;
    this.#isOpen = false;
  }
}
