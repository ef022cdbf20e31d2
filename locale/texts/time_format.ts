/**
 * Formats Unix milliseconds as a local time of day, as in `14:05`. Both languages write it so. It does without
 * `Intl.DateTimeFormat`, which costs a process 4 MiB (docs/adr/0018-memory-of-the-client.md).
 */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** Formats a number below 100 with two digits. */
export function twoDigits(number: number): string {
  return `${number}`.padStart(2, "0");
}
