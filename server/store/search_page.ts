import { ReadBudget } from "./read_budget.ts";
import type { SearchPage, SearchQuery, SearchResult } from "./store.ts";

/** Puts the newest first. */
export function byAge(one: SearchResult, other: SearchResult): number {
  return other.at - one.at || other.id - one.id;
}

/**
 * Creates the answer to a search.
 *
 * @param results What was found, newest first, more than the limit if there is more.
 * @param query What was searched for.
 * @param isPartial Whether the time was over before all was looked through.
 * @param count How many there are, if more than are given.
 */
export function toSearchPage(
  results: readonly SearchResult[],
  { limit, bytes = Infinity }: SearchQuery,
  isPartial: boolean,
  count = results.length,
): SearchPage {
  const budget = new ReadBudget<SearchResult>({ bytes });
  for (const result of results.slice(0, limit)) if (!budget.take(result)) break;
  const { entries: messages } = budget;
  const more = messages.length < count;
  return isPartial ? { messages, more, partial: true } : { messages, more };
}
