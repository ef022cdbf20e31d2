import { toTime } from "./format.ts";

/** A time of the day; `at` is in Unix milliseconds. */
export function Time({ at, class: kind }: { readonly at: number; readonly class?: string }) {
  return <time class={kind} dateTime={new Date(at).toISOString()}>{toTime(at)}</time>;
}
