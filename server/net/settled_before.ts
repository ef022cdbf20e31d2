/**
 * Waits for a promise that may never settle, until a signal aborts.
 *
 * @param done What is waited for; whether it works or fails makes no difference.
 * @param signal Until when. What has settled by then counts as in time, also if the signal was aborted before the call.
 * @returns Whether it came in time.
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
