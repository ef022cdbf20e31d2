import type { SqliteLateThread } from "./sqlite_late_thread.ts";
import type { Found, Query } from "./store.ts";

/**
 * From how many times its time on a search is not waited for. SQLite cannot be interrupted, and in a database of many
 * millions of messages its index may take as long for the first row.
 */
const PATIENCE = 4;

/** Searches a database in a thread, one search at a time, and waits for none of them much longer than its time. */
export class SqliteSearches {
  readonly #thread: SqliteLateThread<"search">;
  readonly #searchTime: number;
  /** Resolves when the thread has done all that it was given. */
  #idle: Promise<unknown> = Promise.resolve();

  /**
   * @param thread What searches.
   * @param searchTime For how long each search works, in milliseconds.
   */
  constructor(thread: SqliteLateThread<"search">, searchTime: number) {
    this.#thread = thread;
    this.#searchTime = searchTime;
  }

  /** As {@linkcode Store.search}. */
  async search(query: Query): Promise<Found> {
    const turn = this.#idle;
    const found = turn.then(() => this.#thread.call("search", query, this.#searchTime));
    this.#idle = found.catch(() => {});
    await turn;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<Found>((resolve) => {
      const tooLate: Found = { messages: [], more: false, partial: true };
      // With the time that the thread may need to start.
      timer = setTimeout(() => resolve(tooLate), Math.max(this.#searchTime * PATIENCE, 1_000));
    });
    try {
      return await Promise.race([found, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
