import { timeOfDay } from "../texts/time_format.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** Formats Unix milliseconds as a local day, as in `Sunday, November 29, 2026`. */
export function dayEn(at: number): string {
  const date = new Date(at);
  const day = `${MONTHS[date.getMonth()]} ${date.getDate()}, ${date.getFullYear()}`;
  return `${DAYS[date.getDay()]}, ${day}`;
}

/** Formats Unix milliseconds as a local day and time, as in `Nov 29, 2026, 14:05`. */
export function momentEn(at: number): string {
  const date = new Date(at);
  const month = MONTHS[date.getMonth()]!.slice(0, 3);
  return `${month} ${date.getDate()}, ${date.getFullYear()}, ${timeOfDay(at)}`;
}
