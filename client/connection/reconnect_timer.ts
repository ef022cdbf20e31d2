import { delay } from "@std/async/delay";
import { backoff } from "./backoff.ts";

/** For how long a session must have worked before the waits begin again with the shortest, in milliseconds. */
const STEADY = 30_000;

/**
 * The waits between tries to connect again, which can be cut short. They grow until a session has worked for
 * {@linkcode STEADY}: a server that lets clients in and sends them away at once is not asked for ever in a loop.
 */
export class ReconnectTimer {
  readonly #makeWaits: () => Iterator<number>;
  #waits: Iterator<number> | undefined;
  /** Ends the wait that goes on. */
  #wait: AbortController | undefined;
  /** Whether the next one is none. */
  #isUrgent = false;
  /** Since when a session works, by a monotonic clock. */
  #worksSince: number | undefined;

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
    const hasWorked = this.#hasWorked;
    this.#worksSince = undefined;
    if (hasWorked) this.#waits = undefined;
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

  /** Skips the next wait, if the session was up for a while: the server has named another node to go to. */
  move(): void {
    if (this.#waits === undefined || this.#hasWorked) this.#isUrgent = true;
  }

  /** Notes that a session works. */
  succeed(): void {
    this.#worksSince ??= performance.now();
  }

  /** Whether a session has worked long enough for the waits to begin again. */
  get #hasWorked(): boolean {
    return this.#worksSince !== undefined && performance.now() - this.#worksSince >= STEADY;
  }
}
