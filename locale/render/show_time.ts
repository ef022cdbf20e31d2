const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Formats a time in milliseconds, in the largest unit that it is a multiple of, as in `24 h`; the same in all languages. */
export function showTime(time: number): string {
  if (time >= 2 * DAY && time % DAY === 0) return `${time / DAY} d`;
  if (time >= HOUR && time % HOUR === 0) return `${time / HOUR} h`;
  if (time >= MINUTE && time % MINUTE === 0) return `${time / MINUTE} min`;
  return `${time / SECOND} s`;
}
