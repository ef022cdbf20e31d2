/**
 * The store: messages, accounts and rules, as interfaces with implementations in SQLite, PostgreSQL and memory.
 *
 * Only `open_store.ts` chooses one. Nothing here knows who is connected.
 *
 * @module
 */
import type { DirectMessage, RoomMessage } from "../../protocol/messages/messages.ts";
import type { AccountStore } from "./account_store.ts";
import type { RuleStore } from "./rule_store.ts";

/** Message to be stored. */
export interface NewMessage {
  /**
   * Key of the conversation: a room's (`#geral`), or that of two users, see {@linkcode directKey}. Ids count within it.
   */
  readonly conversation: string;
  /** Name of the room, or of the recipient of a direct message, as shown. */
  readonly to: string;
  /** Sender's name. */
  readonly from: string;
  readonly text: string;
  /** Time of sending, in Unix milliseconds. */
  readonly at: number;
  /**
   * A random string of the client's. A draft with the nonce of an earlier one, which has the same
   * {@linkcode NewMessage.person} or was sent with the same token, is not stored again.
   */
  readonly nonce?: string;
  /** Sender's identity. */
  readonly person: string;
  /**
   * The digest of the session's token. The session keeps it when its identity changes: when it registers, logs in or
   * logs out. It is given only with a nonce, and where it differs from {@linkcode NewMessage.person}.
   */
  readonly digest?: string;
}

/** Outcome of storing a draft. */
export interface Stored {
  readonly id: number;
  /** Time of sending; for a repeated draft, that of the original. */
  readonly at: number;
  /** Whether an earlier message had this nonce: the `id` is that one's, and nothing was stored. */
  readonly repeated: boolean;
}

/** Which messages of a conversation to read. Without `after`: the latest, or the latest before `before`. */
export interface MessageRange {
  /** Only ids below this one. */
  readonly before?: number;
  /** Only ids above this one, beginning with the lowest. */
  readonly after?: number;
  /** Most messages to read. */
  readonly limit: number;
  /**
   * Most bytes to read, of the messages as JSON in UTF-8. Reading stops there, so no more is held in memory; the first
   * message in the direction of reading is given whatever its size.
   *
   * @default {Infinity}
   */
  readonly bytes?: number;
}

/** Stored message. */
export type StoredMessage = Omit<RoomMessage, "room"> & { readonly to: string };

/** Page of a conversation. */
export interface MessagePage {
  /** Oldest first. */
  readonly messages: readonly StoredMessage[];
  /** Whether there are more beyond the limits, in the direction of reading. */
  readonly more: boolean;
  /** The lowest `id` that is kept, 0 if none is. */
  readonly first: number;
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
   * Most bytes to find, as {@linkcode MessageRange.bytes}.
   *
   * @default {Infinity}
   */
  readonly bytes?: number;
}

/** Message found by a search. */
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
 * Where messages are kept.
 *
 * - Calls to `append` MUST take effect, and their promises settle, in the order in which they were made.
 * - A call MUST store all its drafts; when its promise resolves they survive what the store promises to survive.
 * - Ids MUST count 1, 2, 3 … within a conversation, across restarts, with no gap: what was refused uses none up.
 * - A rejected promise means that nothing was stored, and later calls MUST work again once its cause is gone. Only a
 *   `PartialStoreError` means that some was: a draft that the database refuses for what is in it MUST NOT fail the others.
 */
export interface Store extends AsyncDisposable {
  /** The accounts beside the messages. */
  readonly accounts: AccountStore;
  /** What holds in the rooms. */
  readonly rules: RuleStore;

  /**
   * Stores what was said, in one transaction.
   *
   * @param messages What was said, in order.
   * @returns What became of each.
   */
  append(messages: readonly NewMessage[]): Promise<readonly Stored[]>;

  /** Reads a part of a conversation. */
  read(conversation: string, range: MessageRange): Promise<MessagePage>;

  /** Returns the `id` of the last message of a conversation, 0 if there was never one. */
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

  /** Finds messages. MUST answer with the results so far when its time is over, however much is stored. */
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
