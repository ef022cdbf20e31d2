/**
 * The store: interfaces for messages, accounts and rules, with implementations in SQLite, PostgreSQL and memory.
 *
 * Only `open_store.ts` chooses one. Nothing here knows connections.
 *
 * @module
 */
import type { DirectMessage, RoomMessage } from "../../protocol/messages/messages.ts";
import type { AccountStore } from "./account_store.ts";
import type { NewEntry, Outcome, StoredEntry, StoredMessage } from "./entry.ts";
import type { RuleStore } from "./rule_store.ts";

/**
 * Which entries of a conversation to read: those before or after an `id`, those around one, or the latest. One of `before`
 * and `around` at most is given, and one of `after` and `around`.
 */
export interface EntryRange {
  /** Only ids below this one. */
  readonly before?: number;
  /** Only ids above this one, lowest first. */
  readonly after?: number;
  /**
   * Half of `limit` below this id at most, and the rest from it on. Where it is not kept, the nearest one that is takes its
   * place.
   */
  readonly around?: number;
  /** Most messages to read. Reading stops after {@linkcode MAX_CHANGES_READ} changes, too. */
  readonly limit: number;
  /**
   * Most bytes to read, of the entries as JSON in UTF-8. Reading stops there, so no more is held in memory; the first entry
   * in the direction of reading, or from `around` on, is given whatever its size.
   *
   * @default {Infinity}
   */
  readonly bytes?: number;
  /** Identities of a user whose own reactions are wanted, see {@linkcode EntryPage.mine}. */
  readonly reader?: readonly string[];
}

/** Most changes of a page: ten times as many as its messages at most, at some 100 bytes each. */
export const MAX_CHANGES_READ = 1_000;

/** Page of a conversation. */
export interface EntryPage {
  /** Oldest first; no id is left out between the first and the last. */
  readonly entries: readonly StoredEntry[];
  /** Whether there are more beyond the limits, in the direction of reading; with `around`, older ones. */
  readonly more: boolean;
  /** Whether there are newer ones. */
  readonly moreAfter: boolean;
  /** The lowest `id` that is kept, 0 if none is. */
  readonly first: number;
  /** With `reader`: the emoji that this user put on messages of the page, by their ids. */
  readonly mine?: ReadonlyMap<number, readonly string[]>;
}

/** What to search for. */
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
   * Most bytes to find, as {@linkcode EntryRange.bytes}.
   *
   * @default {Infinity}
   */
  readonly bytes?: number;
}

/** Message found by a search, which is not deleted. */
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
 * Where entries are kept.
 *
 * - Calls to `append` MUST take effect, and their promises settle, in the order in which they were made.
 * - A call MUST store all its entries but those with a {@linkcode Rejected} outcome, which MUST NOT fail the others; when its
 *   promise resolves they survive what the store promises to survive.
 * - Entries take effect in their order: a change may be about a message of the same call.
 * - Ids MUST count 1, 2, 3 … within a conversation, across restarts, with no gap: what was refused or repeated uses none up.
 * - A rejected promise means that nothing was stored, and later calls MUST work again once its cause is gone. Only a
 *   `PartialStoreError` means that some was: an entry that the database refuses for what is in it MUST NOT fail the others.
 * - When a message is deleted, its text and those of its edits MUST be gone from what is read, found and quoted at once.
 */
export interface Store extends AsyncDisposable {
  /** Storage of accounts. */
  readonly accounts: AccountStore;
  /** Storage of rules. */
  readonly rules: RuleStore;

  /**
   * Stores what was said and changed, in one transaction.
   *
   * @param entries What was said and changed, in order.
   * @returns What became of each.
   */
  append(entries: readonly NewEntry[]): Promise<readonly Outcome[]>;

  /** Reads a part of a conversation. */
  read(conversation: string, range: EntryRange): Promise<EntryPage>;

  /** Returns the `id` of the last entry of a conversation, 0 if there was never one. */
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

  /** Finds messages by their present texts. MUST answer with the results so far when its time is over, however much is stored. */
  search(query: SearchQuery): Promise<SearchPage>;
}

/** Converts a stored message to a room message. */
export function toRoomMessage({ id, to, from, text, at }: StoredMessage): RoomMessage {
  return { id, room: to, from, text, at };
}

/** Converts a stored message to a direct message. */
export function toDirectMessage({ id, from, to, text, at }: StoredMessage): DirectMessage {
  return { id, from, to, text, at };
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
