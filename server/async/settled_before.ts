/**
 * Promises and timers for any purpose.
 *
 * Nothing here knows the chat.
 *
 * @module
 */

/**
 * Waits until a promise settles or a signal aborts.
 *
 * @param done The promise; whether it resolves or rejects makes no difference.
 * @param signal Ends the wait. A promise that has settled before the call counts even if the signal is already aborted.
 * @returns Whether the promise settled.
 */
export function settledBefore(done: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const onAbort = () => resolve(false);
    const timer = signal.aborted ? setTimeout(onAbort) : undefined;
    signal.addEventListener("abort", onAbort, { once: true });
    const onSettled = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      resolve(true);
    };
    done.then(onSettled, onSettled);
  });
}
