import { delay } from "@std/async/delay";

/** Default timeout of {@linkcode waitUntil}, in milliseconds. */
export const TIMEOUT = 15_000;

/** Default interval of the checks, in milliseconds. */
const INTERVAL = 20;

/** Options of {@linkcode waitUntil}. */
export interface WaitOptions {
  /** Timeout in milliseconds. */
  readonly timeout?: number;
  /** Interval of the checks in milliseconds. */
  readonly interval?: number;
}

/**
 * Waits for a condition by checking it repeatedly.
 *
 * @param look Returns a falsy value to be called again, or the result. An error that it throws ends the wait.
 * @param what The condition, to complete the sentence "Timed out waiting for …". A function is called at the timeout, so
 * that it can describe the state.
 * @returns The first value of `look` that is not falsy.
 * @throws {Error} If the timeout is over first.
 */
export async function waitUntil<T>(
  look: () => T | Promise<T>,
  what: string | (() => string),
  { timeout = TIMEOUT, interval = INTERVAL }: WaitOptions = {},
): Promise<Exclude<T, false | undefined>> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const found = await look();
    if (found) return found as Exclude<T, false | undefined>;
    if (performance.now() > deadline) {
      throw new Error(`Timed out waiting for ${typeof what === "string" ? what : what()}`);
    }
    await delay(interval);
  }
}
