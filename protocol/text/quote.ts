/** Maximum UTF-16 code units of a value that are quoted. */
const MAX_QUOTED = 64;

/** Quotes a peer's value for an error message, shortened. */
export function quote(value: string): string {
  const shown = value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value;
  return JSON.stringify(shown.toWellFormed());
}
