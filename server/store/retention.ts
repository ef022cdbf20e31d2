import type { Store } from "./store.ts";

/** Retention of messages; without either limit all are kept. */
export interface Retention {
  /** Messages to keep of each conversation; at least 1. */
  readonly keepMessages?: number;
  /** Days to keep messages. */
  readonly keepDays?: number;
}

/** A day, in milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

/** {@linkcode Store} with limited retention. */
export interface PrunedStore extends Store {
  /**
   * Removes what need not be kept any longer. Stores do so by themselves every minute.
   *
   * @returns How many messages were removed.
   */
  prune(): Promise<number>;
}
