/** Maximum UTF-16 code units of a value that an error repeats. */
const MAX_SHOWN = 64;

/** Quotes a peer's value for an error message, shortened. */
export function quote(value: string): string {
  return JSON.stringify(shorten(value));
}

/** Shortens a peer's value for an error message. */
export function shorten(value: string): string {
  return (value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value).toWellFormed();
}
