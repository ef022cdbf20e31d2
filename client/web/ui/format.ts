import { language, texts } from "../model/language.ts";

/** Says at what time of its day something was said. */
export function toTime(at: number): string {
  return new Date(at).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit" });
}

/** Says on which day something was said. */
export function toDay(at: number): string {
  const day = new Date(at);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return texts.value.today;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === yesterday.toDateString()) return texts.value.yesterday;
  return day.toLocaleDateString(language.value, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(day.getFullYear() !== today.getFullYear() && { year: "numeric" as const }),
  });
}
