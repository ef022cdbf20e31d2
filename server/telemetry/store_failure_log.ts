import type { Log } from "./log.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { StoreError } from "../store/store_error.ts";
import { storeFailure } from "../store/store_failure.ts";

/** Minimum time between two lines about failures, in milliseconds. */
const MIN_INTERVAL = 10_000;

/** Logs failures of the store at most every ten seconds, and its recovery, instead of a line per message. */
export class StoreFailureLog {
  readonly #log: Pick<Log, "write">;
  readonly #texts: Pick<Catalogue, "store" | "system">;
  readonly #now: () => number;
  #saidAt = -Infinity;
  /** Failures since the last line. */
  #failures = 0;
  /** Whether the last line was about failures. */
  #isOpen = false;

  /**
   * @param log Writes the lines.
   * @param texts The language of the reasons.
   * @param now Returns the time of a monotonic clock, in milliseconds.
   */
  constructor(
    log: Pick<Log, "write">,
    texts: Pick<Catalogue, "store" | "system">,
    now: () => number = () => performance.now(),
  ) {
    this.#log = log;
    this.#texts = texts;
    this.#now = now;
  }

  /** Counts a failure of the store. */
  fail(error: unknown): void {
    this.#failures++;
    const now = this.#now();
    if (now - this.#saidAt < MIN_INTERVAL) return;
    const reason = error instanceof StoreError ? storeFailure(error, this.#texts) : String(error);
    this.#log.write({ event: "store_failed", reason, failures: this.#failures });
    this.#saidAt = now;
    this.#failures = 0;
    this.#isOpen = true;
  }

  /** Notes that the store works. */
  recover(): void {
    if (!this.#isOpen) return;
    this.#log.write({ event: "store_works", failures: this.#failures });
    this.#failures = 0;
    this.#isOpen = false;
  }
}
