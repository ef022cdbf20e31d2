import { browserLocale, texts } from "../model/language.ts";

const TIME = { timeStyle: "short" } as const;
const DAY = { weekday: "long", day: "numeric", month: "long" } as const;
const DAY_OF_YEAR = { ...DAY, year: "numeric" } as const;

/** The formatters in use. Creating one takes as long as hundreds of its calls. */
const formats = new Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>();
let formatsLocale = "";

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  const wanted = browserLocale.value;
  if (wanted !== formatsLocale) formats.clear();
  formatsLocale = wanted;
  const known = formats.get(options) ?? new Intl.DateTimeFormat(wanted, options);
  formats.set(options, known);
  return known.format(at);
}

/** Formats Unix milliseconds as hours and minutes. */
export function toTime(at: number): string {
  return format(at, TIME);
}

/** Formats the day of Unix milliseconds: "today", "yesterday" or a date. */
export function toDay(at: number): string {
  const day = new Date(at);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return texts.value.today;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === yesterday.toDateString()) return texts.value.yesterday;
  return format(at, day.getFullYear() === today.getFullYear() ? DAY : DAY_OF_YEAR);
}
