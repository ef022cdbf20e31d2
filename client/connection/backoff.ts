/** First wait, in milliseconds. */
const FIRST = 500;

/** Longest wait, in milliseconds. */
const LONGEST = 30_000;

/** Part of a wait that is left to chance, so that clients that lost a server together do not come back together. */
const JITTER = 0.5;

/**
 * Returns the waits between tries: doubling from half a second to half a minute, each shortened by up to a half at random.
 *
 * @param random Gives a number from 0 to 1.
 */
export function* backoff(random: () => number = Math.random): Generator<number, never> {
  for (let wait = FIRST;; wait = Math.min(LONGEST, 2 * wait)) {
    yield Math.round(wait * (1 - JITTER * random()));
  }
}
