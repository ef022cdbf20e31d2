import type { SearchResult, Store } from "./store.ts";

/** What a store has kept, read from its beginning to its end, beside the store or without it; nothing is written. */
export interface Archive extends Pick<Store, "last">, AsyncDisposable {
  /**
   * Reads all messages, some at a time, in the order of storing: those of each conversation are in the order of their ids,
   * and what was stored in one transaction stands together. What is said meanwhile is not among them.
   *
   * @param conversation Only the messages of this one.
   */
  messages(conversation?: string): AsyncIterable<readonly SearchResult[]>;
}

/** Messages that are read at a time. */
export const PAGE = 1_000;
