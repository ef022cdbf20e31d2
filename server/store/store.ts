/**
 * The store: interfaces for messages, accounts and rules, with implementations in SQLite, PostgreSQL and memory.
 *
 * Only `open_store.ts` chooses one. Nothing here knows connections.
 *
 * @module
 */
import type { AccountStore } from "./account_store.ts";
import type { NewEntry, Outcome, StoredEntry, StoredMessage } from "./entry.ts";
import type { RuleStore } from "./rule_store.ts";

/**
 * Entries of a conversation to read: those before or after an `id`, those around one, or the latest. `before` and `around`
 * exclude each other, and so do `after` and `around`.
 */
export interface EntryRange {
  /** Only ids below this one. */
  readonly before?: number;
  /** Only ids above this one, lowest first. */
  readonly after?: number;
  /**
   * At most half of `limit` below this id, and the rest from it on. If it is not stored, the nearest stored id is used.
   */
  readonly around?: number;
  /** Maximum messages to read. Reading also stops after {@linkcode MAX_CHANGES} changes. */
  readonly limit: number;
  /**
   * Maximum bytes to read, of the entries as JSON in UTF-8. Reading stops there, which bounds memory. The first entry in the
   * direction of reading, or from `around` on, is always included.
   *
   * @default {Infinity}
   */
  readonly bytes?: number;
  /** Identities of the user whose own reactions to return in {@linkcode EntryPage.mine}. */
  readonly reader?: readonly string[];
}

/** A page of a conversation. */
export interface EntryPage {
  /** Oldest first, without gaps between the first and the last. */
  readonly entries: readonly StoredEntry[];
  /** Whether there are more beyond the limits, in the direction of reading; with `around`, older ones. */
  readonly more: boolean;
  /** Whether there are newer ones. */
  readonly moreAfter: boolean;
  /** The lowest stored `id`; 0 if there is none. */
  readonly first: number;
  /** With `reader`: the emoji that this user put on messages of the page, by id. */
  readonly mine?: ReadonlyMap<number, readonly string[]>;
}

export interface SearchQuery {
  /**
   * Words that a message must contain, all of them, ignoring case and accents. A term matches the beginning of a word, or
   * the whole word if it is a single letter or digit.
   */
  readonly terms: string;
  /** The conversations to search. */
  readonly conversations: readonly string[];
  /** Only messages sent before this time, in Unix milliseconds. */
  readonly before?: number;
  /** Maximum messages to return. */
  readonly limit: number;
  /**
   * Maximum bytes to return, as {@linkcode EntryRange.bytes}.
   *
   * @default {Infinity}
   */
  readonly bytes?: number;
}

/** A message found by a search; never a deleted one. */
export type SearchResult = StoredMessage & { readonly conversation: string };

/** A room with stored messages. */
export interface StoredRoom {
  readonly key: string;
  /** Its name as shown when its last message was sent. */
  readonly name: string;
  /** When its last message was sent, in Unix milliseconds. */
  readonly at: number;
}

/** Number of rooms, newest first, whose last message a store looks up; it bounds the work. */
export const MAX_ROOMS_LOOKED_AT = 10_000;

/** Result of a search. */
export interface SearchPage {
  /** Newest first. */
  readonly messages: readonly SearchResult[];
  /** Whether there are more beyond the limits. */
  readonly more: boolean;
  /** Whether the search ran out of time before it covered everything; which part it covered is not reported. */
  readonly partial?: true;
}

/**
 * Lifetime of a nonce, in milliseconds: the promised hour, and another because the wall clock, which also counts across
 * restarts, may be set forward by an hour meanwhile.
 */
export const NONCE_LIFETIME = 2 * 60 * 60 * 1000;

/**
 * Storage of entries.
 *
 * - Calls to `append` MUST take effect, and their promises settle, in the order of the calls.
 * - A call MUST store all its entries except {@linkcode Rejected} ones, which MUST NOT fail the others. When its promise
 *   resolves they are as durable as the store promises.
 * - Entries take effect in order: a change may be about a message of the same call. Entries of one call with the same nonce
 *   and author are the same entry.
 * - Ids MUST count 1, 2, 3 … within a conversation, across restarts, without gaps: rejected and repeated entries use none.
 * - A rejected promise means that nothing was stored, and later calls MUST work again once the cause is gone. Only a
 *   `PartialStoreError` means that some were stored: an entry that the database rejects for its data MUST NOT fail others.
 * - After a message is deleted, its text and those of its edits MUST NOT be returned by reads, searches or quotes.
 */
export interface Store extends AsyncDisposable {
  /** Storage of accounts. */
  readonly accounts: AccountStore;
  /** Storage of rules. */
  readonly rules: RuleStore;

  /**
   * Stores entries in one transaction.
   *
   * @param entries The entries, in order.
   * @returns The outcome of each.
   */
  append(entries: readonly NewEntry[]): Promise<readonly Outcome[]>;

  /** Reads a page of a conversation. */
  read(conversation: string, range: EntryRange): Promise<EntryPage>;

  /** Returns the `id` of the last entry of a conversation; 0 if there was never one. */
  last(conversation: string): Promise<number>;

  /**
   * Returns rooms with stored messages, in the order of their last messages, latest first.
   *
   * @param limit Maximum rooms to return.
   */
  rooms(limit: number): Promise<readonly StoredRoom[]>;

  /**
   * Stops storing, because the program ends before the database answers. Pending and later calls of `append` are rejected
   * at once; the outcome of the pending ones is unknown.
   */
  abandon(): void;

  /**
   * Checks that messages can be stored, by writing a row that no client sees.
   *
   * @throws {StoreError} If they cannot, with the reason.
   */
  check(): Promise<void>;

  /** Searches the current texts of messages. MUST answer with the results so far when its time is over. */
  search(query: SearchQuery): Promise<SearchPage>;
}

/** Returns the key of the conversation between two users, in either order. */
export function directKey(one: string, other: string): string {
  return one < other ? `@${one}\n${other}` : `@${other}\n${one}`;
}

/** Returns whether a key was created by {@linkcode directKey} and is not a room's. */
export function isDirectKey(conversation: string): boolean {
  return conversation.startsWith("@");
}

/** Returns the one or two identities of a key made by {@linkcode directKey}; none for a room. */
export function parties(conversation: string): readonly string[] {
  if (!isDirectKey(conversation)) return [];
  return [...new Set(conversation.slice(1).split("\n"))];
}

/** Last id of a conversation, and the topic that carries it. */
export interface LastId {
  readonly topic: string;
  readonly conversation: string;
  readonly last: number;
}
