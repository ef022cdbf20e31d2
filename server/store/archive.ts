import type { SearchResult, Store } from "./store.ts";

/** Sequential read access to the messages of a store, whether or not a server is using it. */
export interface Archive extends Pick<Store, "last">, AsyncDisposable {
  /**
   * Yields all messages in pages, in the order of storing. Messages of a conversation are ordered by id, and those of one
   * transaction are adjacent. Messages stored after the call are not included.
   *
   * @param conversation Only messages of this conversation.
   */
  messages(conversation?: string): AsyncIterable<readonly SearchResult[]>;
}

/** Messages per page. */
export const PAGE = 1_000;
