/** Time after which the next attempt starts beside the current ones, in milliseconds (RFC 8305, section 8). */
const STAGGER = 250;

/** Connects, and gives up when the signal aborts. */
export type Attempt<T> = (signal: AbortSignal) => Promise<T>;

/** Options of {@linkcode race}. */
export interface RaceOptions<T> {
  /** Ends all attempts. */
  readonly signal?: AbortSignal | undefined;
  /** Called with a result that comes too late to be used. */
  readonly discard: (late: T) => void;
}

/**
 * Runs attempts until one succeeds. Each starts 250 ms after the one before, or as soon as that has failed; one that
 * succeeds ends the others ("happy eyeballs", RFC 8305).
 *
 * @param attempts The attempts in their order, at least one.
 * @param options See {@linkcode RaceOptions}.
 * @returns The first result.
 * @throws {AggregateError} If all fail, with their errors in order; if there is only one attempt, its own error.
 */
export async function race<T>(
  attempts: readonly Attempt<T>[],
  { signal, discard }: RaceOptions<T>,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const ended = new AbortController();
  const errors: unknown[] = [];
  let started = 0;
  let failed = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = async () => {
    clearTimeout(timer);
    const index = started++;
    if (started < attempts.length) timer = setTimeout(start, STAGGER);
    try {
      const result = await attempts[index]!(ended.signal);
      if (ended.signal.aborted) discard(result);
      else resolve(result);
      ended.abort();
    } catch (error) {
      errors[index] = error;
      if (++failed === attempts.length) reject(attempts.length === 1 ? error : combine(errors));
      else if (started < attempts.length && !ended.signal.aborted) start();
    }
  };
  const onAbort = () => reject(signal!.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    signal?.throwIfAborted();
    start();
    return await promise;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    clearTimeout(timer);
    ended.abort();
  }
}

function combine(errors: readonly unknown[]): AggregateError {
  const reasons = errors.map((error) => error instanceof Error ? error.message : String(error));
  return new AggregateError(errors, reasons.join("; "));
}

/** Options of {@linkcode withTimeout}. */
export interface TimeoutOptions<T> {
  /** How long the attempt may take, in milliseconds. */
  readonly time: number;
  /** Returns the error of an attempt that took too long. */
  readonly onTimeout: () => Error;
  /** Called with a result that comes too late to be used. */
  readonly discard: (late: T) => void;
}

/**
 * Limits the time of an attempt, also of one that does not end when its signal aborts.
 *
 * @param attempt The attempt.
 * @param options See {@linkcode TimeoutOptions}.
 * @returns The attempt with that limit.
 */
export function withTimeout<T>(
  attempt: Attempt<T>,
  { time, onTimeout, discard }: TimeoutOptions<T>,
): Attempt<T> {
  return async (signal) => {
    // Not AbortSignal.any: what depends on other signals may be collected as garbage before they abort.
    const ended = new AbortController();
    const aborted = Promise.withResolvers<never>();
    const end = (reason: unknown) => {
      ended.abort(reason);
      aborted.reject(reason);
    };
    const timer = setTimeout(() => end(onTimeout()), time);
    const onAbort = () => end(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    const result = attempt(ended.signal);
    try {
      return await Promise.race([result, aborted.promise]);
    } catch (error) {
      result.then(discard, () => {});
      throw ended.signal.aborted ? ended.signal.reason : error;
    } finally {
      signal.removeEventListener("abort", onAbort);
      clearTimeout(timer);
    }
  };
}
