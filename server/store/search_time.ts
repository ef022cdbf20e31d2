import { NONCE_LIFETIME, type SearchPage } from "./store.ts";

/** Default time of a search, in milliseconds. */
export const SEARCH_TIME = 250;

/**
 * By how much what was stored later may have been said earlier, in milliseconds: the clock may be set back, by an hour in
 * autumn, and those of several servers differ. A search before a time skips what is later by more.
 */
export const CLOCK_SLACK = NONCE_LIFETIME;

/** An option of a store. */
export interface SearchTime {
  /**
   * For how long one search works before it answers with what it found, in milliseconds.
   *
   * @default {250}
   */
  readonly searchTime?: number;
}

/** What is found by a search without terms, or in no conversation. */
export const NOTHING_FOUND: SearchPage = { messages: [], more: false };
