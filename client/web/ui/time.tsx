import { toTime } from "./format.ts";

/** A time of the day; `at` is in Unix milliseconds. */
export function Time({ at }: { readonly at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{toTime(at)}</time>;
}
