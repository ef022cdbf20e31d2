import { deadline } from "@std/async/deadline";

/** What must work, by its name: each asks, and rejects where the answer is bad. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

/** What came of the checks: for each `undefined` if all is well, or what is wrong. */
export type HealthReport = Readonly<Record<string, string | undefined>>;

/** Default timeout of a check, in milliseconds. */
const TIMEOUT = 5_000;

/** Time for which a report is reused, in milliseconds. */
const MAX_AGE = 1_000;

/** Tells whether a server can do its work. */
export class Health {
  readonly #checks: Checks;
  readonly #timeout: number;
  #report: Promise<HealthReport> | undefined;
  /** When the report was there, by the monotonic clock; not yet, while it is being made. */
  #madeAt = Infinity;

  /**
   * @param checks What must work.
   * @param timeout For how long each answer is waited for, in milliseconds.
   */
  constructor(checks: Checks, timeout = TIMEOUT) {
    this.#checks = checks;
    this.#timeout = timeout;
  }

  /** Creates a report, or returns a recent one. */
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
