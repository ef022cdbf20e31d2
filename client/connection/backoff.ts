/** First wait, in milliseconds. */
const FIRST = 500;

/** Longest wait, in milliseconds. */
export const LONGEST = 30_000;

/** Random share of a wait, so that clients disconnected together do not reconnect together. */
const JITTER = 0.5;

/**
 * Yields the waits between attempts in milliseconds: doubling from 0.5 s to 30 s, each shortened at random by up to a half.
 *
 * @param random Returns a number from 0 to 1.
 */
export function* backoff(random: () => number = Math.random): Generator<number, never> {
  for (let wait = FIRST;; wait = Math.min(LONGEST, 2 * wait)) {
    yield Math.round(wait * (1 - JITTER * random()));
  }
}
