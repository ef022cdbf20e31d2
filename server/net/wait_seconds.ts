const MINUTE = 60;

/** Seconds up to which a wait is not rounded up to whole minutes. */
const MAX_EXACT = 120;

/** Returns a wait in milliseconds as the seconds of an error, which people can read: never shorter, and without odd seconds. */
export function waitSeconds(wait: number): number {
  const seconds = Math.ceil(wait / 1_000);
  return seconds <= MAX_EXACT ? seconds : Math.ceil(seconds / MINUTE) * MINUTE;
}
