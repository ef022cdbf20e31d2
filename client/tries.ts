import { delay } from "@std/async/delay";
import { backoff } from "./backoff.ts";

/** The waits between tries to connect again, which can be cut short. */
export class Tries {
  readonly #makeWaits: () => Iterator<number>;
  #waits: Iterator<number> | undefined;
  /** Ends the wait that goes on. */
  #wait: AbortController | undefined;
  /** Whether the next one is none. */
  #isUrgent = false;

  /** @param makeWaits Gives the waits, in milliseconds; doubling from 0.5 s to 30 s unless told otherwise. */
  constructor(makeWaits: () => Iterator<number> = backoff) {
    this.#makeWaits = makeWaits;
  }

  /**
   * Waits before the next try.
   *
   * @param signal Ends it for good.
   * @param onWait Called with how long it is, in milliseconds.
   */
  async wait(signal: AbortSignal, onWait: (wait: number) => void): Promise<void> {
    this.#waits ??= this.#makeWaits();
    const wait = this.#isUrgent ? 0 : this.#waits.next().value;
    onWait(wait);
    this.#wait = new AbortController();
    // Rejects when it is aborted, of which who calls takes note.
    await delay(wait, { signal: AbortSignal.any([signal, this.#wait.signal]) }).catch(() => {});
    this.#wait = undefined;
    this.#isUrgent = false;
  }

  /** Ends the wait that goes on, or makes the next one none; tells whether one went on. */
  hurry(): boolean {
    this.#isUrgent = true;
    this.#wait?.abort();
    return this.#wait !== undefined;
  }

  /** Begins with the first wait again, as a try succeeded. */
  succeed(): void {
    this.#waits = undefined;
  }
}
