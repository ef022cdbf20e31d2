/**
 * The store: messages, accounts and rules, as interfaces with implementations in SQLite, PostgreSQL and memory.
 *
 * Only `open_store.ts` chooses one. Nothing here knows who is connected.
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
  /** Only ids above this one, beginning with the lowest. */
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
   * Words that a message must contain, all of them, in any case and with or without accents: from their beginning, or
   * whole if they are a single letter or digit.
   */
  readonly terms: string;
  /** The conversations to look in. */
  readonly conversations: readonly string[];
  /** Only messages said before this time, in Unix milliseconds. */
  readonly before?: number;
  /** Most messages to find. */
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

/** Room with stored messages. */
export interface StoredRoom {
  readonly key: string;
  /** Its name, as it was shown when the last message was said. */
  readonly name: string;
  /** When the last message was said, in Unix milliseconds. */
  readonly at: number;
}

/** Most rooms, newest first, of which a store looks up the last message; it bounds the work. */
export const MAX_ROOMS_LOOKED_AT = 10_000;

/** What a search found. */
export interface SearchPage {
  /** Newest first. */
  readonly messages: readonly SearchResult[];
  /** Whether more were found than the limits let through. */
  readonly more: boolean;
  /** Whether the search ran out of time before it covered everything; which part it covered is not reported. */
  readonly partial?: true;
}

/**
 * Time for which a nonce is remembered, in milliseconds: the promised hour, and another because the wall clock, which also
 * counts across restarts, may be set forward by an hour meanwhile.
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
  /** The accounts beside the messages. */
  readonly accounts: AccountStore;
  /** What holds in the rooms. */
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
   * Returns the rooms of which messages are kept, those first in which something was said last.
   *
   * @param limit Most rooms to give.
   */
  rooms(limit: number): Promise<readonly StoredRoom[]>;

  /**
   * Stores nothing more, because the program ends before the database answers. Pending and later calls of `append` are
   * rejected at once; the outcome of the pending ones is unknown.
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

/** Tells whether a key is one that {@linkcode directKey} made, and not a room's. */
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
