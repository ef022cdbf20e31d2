import type { Hit, Store } from "./store.ts";

/** How much a store keeps; without either, everything. */
export interface Retention {
  /** Messages to keep of each conversation; at least 1. */
  readonly keepMessages?: number;
  /** Days for which messages are kept. */
  readonly keepDays?: number;
}

/** A day, in milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

/** A {@linkcode Store} that gives back all it has. */
export interface Archive extends Store {
  /**
   * Reads all messages: each conversation's in the order of their ids. What is said while they are read may be missing.
   *
   * @param conversation Only the messages of this one.
   */
  messages(conversation?: string): AsyncIterable<Hit>;

  /**
   * Removes what need not be kept any longer. Stores do so by themselves every minute.
   *
   * @returns How many messages were removed.
   */
  prune(): Promise<number>;
}
