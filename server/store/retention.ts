import type { Store } from "./store.ts";

/** Limits on stored messages; without limits all are kept. */
export interface Retention {
  /** Messages to keep of each conversation; at least 1. */
  readonly keepMessages?: number;
  /** Days to keep messages. */
  readonly keepDays?: number;
}

/** {@linkcode Store} that deletes messages beyond its retention. */
export interface PrunedStore extends Store {
  /**
   * Deletes everything beyond the retention. Stores also do so by themselves every minute.
   *
   * @returns The number of deleted messages.
   */
  prune(): Promise<number>;
}
