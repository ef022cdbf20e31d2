import { ReadBudget } from "./read_budget.ts";
import type { SearchPage, SearchQuery, SearchResult } from "./store.ts";

/** Compares two results for sorting, newest first. */
export function byAge(one: SearchResult, other: SearchResult): number {
  return other.at - one.at || other.id - one.id;
}

/**
 * Creates the answer to a search.
 *
 * @param results The results, newest first; more than the limit if there are more.
 * @param query The query.
 * @param isPartial Whether the search ended before it covered everything.
 * @param count Number of results, if more than are given.
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
