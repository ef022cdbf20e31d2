import type { Flag } from "../../cli/flags.ts";

/** Milliseconds of each unit of time. */
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Time for which authors may change their messages unless set otherwise, in milliseconds. */
export const EDIT_WINDOW = 24 * UNITS.h;

/** Word for a time without an end. */
const UNLIMITED = "unlimited";

/** Longest time: more than any message is kept, and its milliseconds are exact. */
const MAX_TIME = 100_000 * UNITS.d;

/** Flag with the time for which authors may change their messages, in milliseconds; `Infinity` for ever. */
export const EDIT_WINDOW_FLAG: Flag<number> = {
  value: "TIME",
  fallback: EDIT_WINDOW,
  shown: "24h",
  read: readTime,
  help: (texts) => texts.flags.editWindow,
};

/** Reads a time such as `90`, which is in seconds, `15m`, `24h`, `7d`, `0` or `unlimited`. */
function readTime(given: string): number {
  if (given === UNLIMITED) return Infinity;
  const [, digits, unit = "s"] = /^(\d{1,12})([smhd])?$/.exec(given) ?? [];
  const time = Number(digits) * UNITS[unit as keyof typeof UNITS];
  if (!(time <= MAX_TIME)) throw new TypeError(`0 | 30s | 15m | 24h | 7d | ${UNLIMITED}`);
  return time;
}
