import type { SearchPage, SearchQuery } from "../store.ts";

/** The thread that searches. */
interface SearchThread {
  call(method: "search", query: SearchQuery, searchTime: number): Promise<SearchPage>;
}

/**
 * Maximum time to wait for a search, in milliseconds. SQLite cannot be interrupted, and in a database with many millions of
 * messages its index may take long to return the first row; also, the thread may have to start.
 */
const TIMEOUT = 1_000;

/** Searches a database in a thread, one search at a time, and never waits much longer than the time of a search. */
export class SqliteSearches {
  readonly #thread: SearchThread;
  readonly #searchTime: number;
  readonly #timeout: number;
  /** Resolves when the thread has finished everything it was given. */
  #idle: Promise<unknown> = Promise.resolve();

  /**
   * @param thread The thread that searches.
   * @param searchTime Duration of a search, in milliseconds.
   * @param timeout Maximum time to wait for a search that has started, in milliseconds.
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
