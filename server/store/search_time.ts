import { NONCE_LIFETIME, type SearchPage } from "./store.ts";

/** Default duration of a search, in milliseconds. */
export const SEARCH_TIME = 250;

/**
 * How much earlier a message stored later may have been sent, in milliseconds: the clock may be set back, by an hour in
 * autumn, and those of several servers differ. A search before a time skips messages that are later by more than this.
 */
export const CLOCK_SLACK = NONCE_LIFETIME;

export interface SearchTime {
  /**
   * Time after which a search answers with what it has found, in milliseconds.
   *
   * @default {250}
   */
  readonly searchTime?: number;
}

/** Result of a search without terms or conversations. */
export const NOTHING_FOUND: SearchPage = { messages: [], more: false };
