import type { Display } from "./display.ts";

/** What a shell adds to the number of a signal that ended a program. */
const BY_SIGNAL = 128;

/** Signals after which a client leaves in an orderly way, with its exit code then: Ctrl+C is no failure. */
const LEAVING: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? [["SIGINT", 0], ["SIGBREAK", 0]]
  : [["SIGINT", 0], ["SIGQUIT", BY_SIGNAL + 3], ["SIGTERM", BY_SIGNAL + 15]];

/** The terminal is closed, as a rule: so no goodbye is printed. */
const HANGUP: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? []
  : [["SIGHUP", BY_SIGNAL + 1]];

/** What may happen that nothing in the program takes care of. */
const CRASHES = ["error", "unhandledrejection"] as const;

/**
 * Returns a terminal back as it was, however the program ends: at a signal that ends it, and when it fails.
 *
 * A second signal ends the program at once, where leaving takes long.
 */
export class Ending implements Disposable {
  readonly #display: Display;
  readonly #listeners: readonly (readonly [Deno.Signal, () => void])[];
  readonly #onCrash = () => this.#display.close();
  #isLeaving = false;
  #code = 0;

  /**
   * @param display What is on the terminal.
   * @param onLeave Begins to leave.
   */
  constructor(display: Display, onLeave: () => void) {
    this.#display = display;
    const leaving = LEAVING.map(([signal, code]) =>
      [signal, () => {
        if (this.#isLeaving) this.#exit(code);
        this.#isLeaving = true;
        this.#code = code;
        onLeave();
      }] as const
    );
    this.#listeners = [
      ...leaving,
      ...HANGUP.map(([signal, code]) => [signal, () => this.#exit(code)] as const),
    ];
    for (const [signal, listener] of this.#listeners) Deno.addSignalListener(signal, listener);
    for (const type of CRASHES) globalThis.addEventListener(type, this.#onCrash);
  }

  /** The exit code of a program that left. */
  get code(): number {
    return this.#code;
  }

  [Symbol.dispose](): void {
    for (const [signal, listener] of this.#listeners) Deno.removeSignalListener(signal, listener);
    for (const type of CRASHES) globalThis.removeEventListener(type, this.#onCrash);
  }

  #exit(code: number): never {
    this.#display.close();
    Deno.exit(code);
  }
}
