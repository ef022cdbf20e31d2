import { SIGNAL_EXIT_CODES } from "../../cli/signal_exit_codes.ts";
import type { Display } from "./display.ts";

/** Signals after which the client leaves properly, with its exit code: Ctrl+C is not a failure. */
const LEAVING: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? [["SIGINT", 0], ["SIGBREAK", 0]]
  : [["SIGINT", 0], ["SIGQUIT", SIGNAL_EXIT_CODES.SIGQUIT], ["SIGTERM", SIGNAL_EXIT_CODES.SIGTERM]];

/** Signal of a closed terminal, on which no goodbye can be printed. */
const HANGUP: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? []
  : [["SIGHUP", SIGNAL_EXIT_CODES.SIGHUP]];

/** Events of errors that nothing handles. */
const CRASHES = ["error", "unhandledrejection"] as const;

/** Options of {@linkcode Ending}. */
export interface EndingOptions {
  /** Starts to leave. */
  readonly onLeave: () => void;
  /** Keeps what must outlive a program that ends at once, as one whose terminal was closed. */
  readonly save: () => void;
}

/**
 * Restores the terminal however the program ends: by a signal or by an error.
 *
 * A second signal ends the program at once, in case leaving takes long.
 */
export class Ending implements Disposable {
  readonly #display: Display;
  readonly #save: () => void;
  readonly #listeners: readonly (readonly [Deno.Signal, () => void])[];
  readonly #onCrash = () => this.#display.close();
  #isLeaving = false;
  #code = 0;

  /**
   * @param display The terminal to restore.
   * @param options What happens before the end.
   */
  constructor(display: Display, { onLeave, save }: EndingOptions) {
    this.#display = display;
    this.#save = save;
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

  /** Exit code after leaving. */
  get code(): number {
    return this.#code;
  }

  [Symbol.dispose](): void {
    for (const [signal, listener] of this.#listeners) Deno.removeSignalListener(signal, listener);
    for (const type of CRASHES) globalThis.removeEventListener(type, this.#onCrash);
  }

  #exit(code: number): never {
    this.#save();
    this.#display.close();
    Deno.exit(code);
  }
}
