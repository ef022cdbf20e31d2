/** Longest part of a peer's value that is repeated to it, in UTF-16 code units. */
const MAX_QUOTED = 64;

/** Repeats a peer's value to it, cut short, in quotes. */
export function quote(value: string): string {
  const shown = value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value;
  return JSON.stringify(shown.toWellFormed());
}
