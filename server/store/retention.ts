import type { Store } from "./store.ts";

/** How much a store keeps; without either, everything. */
export interface Retention {
  /** Messages to keep of each conversation; at least 1. */
  readonly keepMessages?: number;
  /** Days for which messages are kept. */
  readonly keepDays?: number;
}

/** A day, in milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

/** A {@linkcode Store} that keeps no more than it should. */
export interface PrunedStore extends Store {
  /**
   * Removes what need not be kept any longer. Stores do so by themselves every minute.
   *
   * @returns How many messages were removed.
   */
  prune(): Promise<number>;
}
