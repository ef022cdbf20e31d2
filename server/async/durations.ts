/** Milliseconds in an hour. */
export const HOUR = 60 * 60 * 1_000;

/** Milliseconds in a day. */
export const DAY = 24 * HOUR;
