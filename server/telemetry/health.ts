import { deadline } from "@std/async/deadline";

/** Health checks by name; each rejects if it fails. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

/** Result of each check: `undefined` if it passed, otherwise the reason. */
export type HealthReport = Readonly<Record<string, string | undefined>>;

/** Default timeout of a check, in milliseconds. */
const TIMEOUT = 5_000;

/** Time for which a report is reused, in milliseconds. */
const MAX_AGE = 1_000;

/** Reports whether the parts that a server depends on work. */
export class Health {
  readonly #checks: Checks;
  readonly #timeout: number;
  #report: Promise<HealthReport> | undefined;
  /** When the last report was complete, by a monotonic clock; Infinity while it is in progress. */
  #madeAt = Infinity;

  /**
   * @param checks The checks.
   * @param timeout Timeout of each check, in milliseconds.
   */
  constructor(checks: Checks, timeout = TIMEOUT) {
    this.#checks = checks;
    this.#timeout = timeout;
  }

  /** Runs the checks, or returns a recent report. */
  report(): Promise<HealthReport> {
    if (performance.now() - this.#madeAt > MAX_AGE) this.#report = undefined;
    this.#report ??= this.#make();
    return this.#report;
  }

  async #make(): Promise<HealthReport> {
    this.#madeAt = Infinity;
    const made = await Promise.all(
      Object.entries(this.#checks).map(async ([name, ask]) => {
        try {
          await deadline(ask(), this.#timeout);
          return [name, undefined] as const;
        } catch (error) {
          return [name, describe(error as Error, this.#timeout)] as const;
        }
      }),
    );
    this.#madeAt = performance.now();
    return Object.fromEntries(made);
  }
}

function describe({ name, message }: Error, timeout: number): string {
  return name === "TimeoutError" ? `no answer in ${timeout / 1_000} s` : message;
}
