import { language, texts } from "../model/language.ts";

/** The browser's locale for the language of the page, for example `en-GB` for `en`. */
function locale(): string {
  const prefix = language.value.slice(0, 2);
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(prefix)) ?? language.value;
}

/** Formats Unix milliseconds as hours and minutes. */
export function toTime(at: number): string {
  return new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
}

/** Formats the day of Unix milliseconds: "today", "yesterday" or a date. */
export function toDay(at: number): string {
  const day = new Date(at);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return texts.value.today;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === yesterday.toDateString()) return texts.value.yesterday;
  return day.toLocaleDateString(locale(), {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(day.getFullYear() !== today.getFullYear() && { year: "numeric" as const }),
  });
}
