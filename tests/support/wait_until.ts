import { delay } from "@std/async/delay";

/** How long {@linkcode waitUntil} waits unless told otherwise, in milliseconds. */
export const TIMEOUT = 15_000;

/** Pause between two looks, in milliseconds. */
const INTERVAL = 20;

/** Options of {@linkcode waitUntil}. */
export interface WaitOptions {
  /** Milliseconds after which waiting fails. */
  readonly timeout?: number;
  /** Milliseconds between two looks. */
  readonly interval?: number;
}

/**
 * Waits until something holds that nothing announces, by looking again and again.
 *
 * @param look Returns what is waited for, or a falsy value to be called again. An error that it throws ends the wait.
 * @param what What is waited for, to complete the sentence "Timed out waiting for …". A function is called at the end,
 * so that it can tell how far things came.
 * @returns The first value of `look` that is not falsy.
 * @throws {Error} If `look` returns nothing else within the time.
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
