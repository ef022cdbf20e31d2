import { ReadBudget } from "./read_budget.ts";
import type { Found, Hit, Query } from "./store.ts";

/** Puts the newest first. */
export function byAge(one: Hit, other: Hit): number {
  return other.at - one.at || other.id - one.id;
}

/**
 * Makes the answer to a search.
 *
 * @param hits What was found, newest first, more than the limit if there is more.
 * @param query What was searched for.
 * @param isPartial Whether the time was over before all was looked through.
 * @param count How many there are, if more than are given.
 */
export function toFound(
  hits: readonly Hit[],
  { limit, bytes = Infinity }: Query,
  isPartial: boolean,
  count = hits.length,
): Found {
  const budget = new ReadBudget<Hit>({ bytes });
  for (const hit of hits.slice(0, limit)) if (!budget.take(hit)) break;
  const { messages } = budget;
  const more = messages.length < count;
  return isPartial ? { messages, more, partial: true } : { messages, more };
}
