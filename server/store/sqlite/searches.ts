import type { SearchPage, SearchQuery } from "../store.ts";

/** What searches, in a thread. */
interface SearchThread {
  call(method: "search", query: SearchQuery, searchTime: number): Promise<SearchPage>;
}

/**
 * For how long a search is waited for at the most, in milliseconds. SQLite cannot be interrupted, and in a database of many
 * millions of messages its index may need some time before it gives the first row; the thread may have to start, too.
 */
const TIMEOUT = 1_000;

/** Searches a database in a thread, one search at a time, and waits for none of them much longer than its time. */
export class SqliteSearches {
  readonly #thread: SearchThread;
  readonly #searchTime: number;
  readonly #timeout: number;
  /** Resolves when the thread has done all that it was given. */
  #idle: Promise<unknown> = Promise.resolve();

  /**
   * @param thread What searches.
   * @param searchTime For how long each search works, in milliseconds.
   * @param timeout For how long each is waited for once it has begun, in milliseconds.
   */
  constructor(thread: SearchThread, searchTime: number, timeout = TIMEOUT) {
    this.#thread = thread;
    this.#searchTime = searchTime;
    this.#timeout = timeout;
  }

  /** As {@linkcode Store.search}. */
  async search(query: SearchQuery): Promise<SearchPage> {
    const turn = this.#idle;
    const found = turn.then(() => this.#thread.call("search", query, this.#searchTime));
    this.#idle = found.catch(() => {});
    await turn;
    const { promise: late, resolve } = Promise.withResolvers<SearchPage>();
    const nothing: SearchPage = { messages: [], more: false, partial: true };
    const timer = setTimeout(() => resolve(nothing), this.#timeout);
    try {
      return await Promise.race([found, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
