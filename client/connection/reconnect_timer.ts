import { delay } from "@std/async/delay";
import { backoff, LONGEST } from "./backoff.ts";

/** Duration of a session after which the waits start again with the shortest, in milliseconds. */
const STEADY = 30_000;

/**
 * Waits between attempts to reconnect, which can be cut short. They grow until a session has lasted {@linkcode STEADY}, so
 * that a server that accepts clients and disconnects them at once is not asked again in a tight loop.
 */
export class ReconnectTimer {
  readonly #makeWaits: () => Iterator<number>;
  readonly #random: () => number;
  #waits: Iterator<number> | undefined;
  /** Ends the current wait. */
  #wait: AbortController | undefined;
  /** Ends the current pause. */
  #endPause: (() => void) | undefined;
  /** Whether to skip the next wait. */
  #isUrgent = false;
  /** Added to the next wait, in milliseconds. */
  #share = 0;
  /** Start of the current session, by a monotonic clock. */
  #worksSince: number | undefined;

  /**
   * @param makeWaits Yields the waits in milliseconds; by default {@linkcode backoff}.
   * @param random Returns a number from 0 to 1.
   */
  constructor(
    makeWaits: () => Iterator<number> = backoff,
    random: () => number = Math.random,
  ) {
    this.#makeWaits = makeWaits;
    this.#random = random;
  }

  /**
   * Waits before the next attempt.
   *
   * @param signal Ends the wait for good.
   * @param onWait Called with the duration in milliseconds.
   */
  async wait(signal: AbortSignal, onWait: (wait: number) => void): Promise<void> {
    const hasWorked = this.#hasWorked;
    this.#worksSince = undefined;
    if (hasWorked) this.#waits = undefined;
    this.#waits ??= this.#makeWaits();
    const wait = this.#isUrgent ? 0 : this.#waits.next().value + this.#share;
    this.#share = 0;
    onWait(wait);
    this.#wait = new AbortController();
    // Rejects on an abort; the caller checks `signal`.
    await delay(wait, { signal: AbortSignal.any([signal, this.#wait.signal]) }).catch(() => {});
    this.#wait = undefined;
    this.#isUrgent = false;
  }

  /** Waits until {@linkcode ReconnectTimer.hurry} is called, or the signal aborts. */
  async pause(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#endPause = resolve;
    const onAbort = () => resolve();
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted || this.#isUrgent) resolve();
    await promise;
    signal.removeEventListener("abort", onAbort);
    this.#endPause = undefined;
    this.#isUrgent = false;
  }

  /** Ends the current wait or skips the next one; returns whether there was a current one. */
  hurry(): boolean {
    this.#isUrgent = true;
    this.#wait?.abort();
    this.#endPause?.();
    return this.#wait !== undefined || this.#endPause !== undefined;
  }

  /** Skips the next wait if the session has lasted a while: the server has named another node. */
  move(): void {
    if (this.#waits === undefined || this.#hasWorked) this.#isUrgent = true;
  }

  /**
   * Lengthens the next wait by a random share, because all clients of the server return.
   *
   * @param time Milliseconds over which they should return; at most {@linkcode LONGEST} count.
   */
  spread(time: number): void {
    this.#share = Math.round(this.#random() * Math.min(time, LONGEST));
  }

  /** Notes that a session started. */
  succeed(): void {
    this.#worksSince ??= performance.now();
  }

  /** Whether the session lasted long enough to start again with the shortest wait. */
  get #hasWorked(): boolean {
    return this.#worksSince !== undefined && performance.now() - this.#worksSince >= STEADY;
  }
}
