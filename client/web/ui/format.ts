import { formatMoment, TIME } from "../model/format_moment.ts";
import { browserLocale, texts } from "../model/language.ts";

const DAY = { weekday: "long", day: "numeric", month: "long" } as const;
const DAY_OF_YEAR = { ...DAY, year: "numeric" } as const;

/** Formats Unix milliseconds as hours and minutes. */
export function toTime(at: number): string {
  return formatMoment(at, browserLocale.value, TIME);
}

/** Formats the day of Unix milliseconds: "today", "yesterday" or a date. */
export function toDay(at: number): string {
  const day = new Date(at);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return texts.value.today;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === yesterday.toDateString()) return texts.value.yesterday;
  const options = day.getFullYear() === today.getFullYear() ? DAY : DAY_OF_YEAR;
  return formatMoment(at, browserLocale.value, options);
}
