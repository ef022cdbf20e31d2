import { byAge, toSearchPage } from "../search_page.ts";
import { isMessage } from "../entry.ts";
import { shownEntry } from "./reading.ts";
import type { Ring } from "./ring.ts";
import { NOTHING_FOUND } from "../search_time.ts";
import type { SearchPage, SearchQuery, SearchResult } from "../store.ts";
import { TimeSlices } from "../time_slices.ts";
import { matchesTerms, toSearchTerms } from "../../../protocol/text/terms.ts";

/** Duration of a search's slice of the event loop, in milliseconds. */
const SLICE = 2;

/** Searches messages in memory, on the event loop. */
export class MemorySearch {
  readonly #ringOf: (conversation: string) => Ring | undefined;
  readonly #searchTime: number;
  readonly #slices = new TimeSlices();

  /**
   * @param ringOf Returns the messages of a conversation.
   * @param searchTime Duration of one search in milliseconds, without the slices of other searches.
   */
  constructor(ringOf: (conversation: string) => Ring | undefined, searchTime: number) {
    this.#ringOf = ringOf;
    this.#searchTime = searchTime;
  }

  /** As {@linkcode Store.search}. */
  async search(query: SearchQuery): Promise<SearchPage> {
    const { conversations, before = Infinity, limit } = query;
    const terms = toSearchTerms(query.terms);
    if (terms.length === 0) return NOTHING_FOUND;
    const results: SearchResult[] = [];
    await this.#slices.next();
    let begun = performance.now();
    let worked = 0;
    let isLate = false;
    for (const conversation of new Set(conversations)) {
      const ring = this.#ringOf(conversation);
      let found = 0;
      // Messages may be added and deleted while this waits.
      for (let id = ring?.last ?? 0; ring && id > 0 && id >= ring.first; id--) {
        if (isLate) return toSearchPage(results.sort(byAge), query, true);
        const entry = ring.get(id);
        if (isMessage(entry) && entry.at < before && matchesTerms(entry.text, terms)) {
          results.push({ ...shownEntry(ring, entry), conversation });
          if (++found > limit) break;
        }
        const slice = performance.now() - begun;
        isLate = worked + slice >= this.#searchTime;
        if (slice < SLICE || isLate) continue;
        worked += slice;
        await this.#slices.next();
        begun = performance.now();
      }
    }
    return toSearchPage(results.sort(byAge), query, false);
  }
}
