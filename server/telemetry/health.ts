import { deadline } from "@std/async/deadline";

/** What must work, by its name: each asks, and rejects where the answer is bad. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

/** What came of the checks: for each `undefined` if all is well, or what is wrong. */
export type Report = Readonly<Record<string, string | undefined>>;

/** For how long an answer is waited for unless told otherwise, in milliseconds. */
const PATIENCE = 5_000;

/** For how long a report holds, in milliseconds: whoever asks more often gets the same one, and nothing is asked for it. */
const FRESH = 1_000;

/** Tells whether a server can do its work. */
export class Health {
  readonly #checks: Checks;
  readonly #patience: number;
  #report: Promise<Report> | undefined;
  /** When the report was there, by the monotonic clock; not yet, while it is being made. */
  #madeAt = Infinity;

  /**
   * @param checks What must work.
   * @param patience For how long each answer is waited for, in milliseconds.
   */
  constructor(checks: Checks, patience = PATIENCE) {
    this.#checks = checks;
    this.#patience = patience;
  }

  /** Makes a report, or gives the one that was made a moment ago. */
  report(): Promise<Report> {
    if (performance.now() - this.#madeAt > FRESH) this.#report = undefined;
    this.#report ??= this.#make();
    return this.#report;
  }

  async #make(): Promise<Report> {
    this.#madeAt = Infinity;
    const made = await Promise.all(
      Object.entries(this.#checks).map(async ([name, ask]) => {
        try {
          await deadline(ask(), this.#patience);
          return [name, undefined] as const;
        } catch (error) {
          return [name, describe(error as Error, this.#patience)] as const;
        }
      }),
    );
    this.#madeAt = performance.now();
    return Object.fromEntries(made);
  }
}

function describe({ name, message }: Error, patience: number): string {
  return name === "TimeoutError" ? `no answer in ${patience / 1_000} s` : message;
}
