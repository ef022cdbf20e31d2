import type { ChangeTarget, DirectChange, Quote } from "../../protocol/messages/changes.ts";
import type { DirectMessage } from "../../protocol/messages/server_messages.ts";
import type { RequestedChange } from "../../protocol/messages/requested_change.ts";

/**
 * Fields of every new entry. A conversation consists of entries: messages, and changes to them, which are edits, deletions
 * and reactions.
 */
export interface NewEntryFields {
  /**
   * Key of the conversation: a room's (`#geral`), or that of two users, see {@linkcode directKey}. Ids count within it.
   */
  readonly conversation: string;
  /** Name of the room, or of the recipient of a direct message, as shown. */
  readonly to: string;
  /** Author's name. */
  readonly from: string;
  /** Time of sending, in Unix milliseconds. */
  readonly at: number;
  /**
   * A random string chosen by the client. An entry with the nonce of an earlier one that has the same
   * {@linkcode NewEntryFields.person} or was sent with the same token is not stored again.
   */
  readonly nonce?: string;
  /** Author's identity, stored with the entry. */
  readonly person: string;
  /**
   * Digest of the session's token, which the session keeps when its identity changes: when it registers, logs in or logs
   * out. Given only with a nonce, and only if it differs from {@linkcode NewEntryFields.person}.
   */
  readonly digest?: string;
}

/** A message to store. */
export interface NewMessage extends NewEntryFields {
  readonly text: string;
  /** `id` of the message in this conversation that it replies to. */
  readonly reply?: number;
  /** Whether it describes an action of its author, as `/me` does. */
  readonly action?: true;
}

/** A change to store. */
export interface NewChange extends NewEntryFields {
  readonly change: RequestedChange;
  readonly rights: ChangeRights;
}

/** Who makes a change and what they may change. Any user may react. */
export interface ChangeRights {
  /** Identities of the user: an account's id, and the digest under which the user was a guest before. */
  readonly identities: readonly string[];
  /** Time of the oldest message that its author may still edit or delete, in Unix milliseconds. */
  readonly since: number;
  /** Whether the user may delete any message, regardless of author and time. */
  readonly any?: true;
}

/** An entry to store. */
export type NewEntry = NewMessage | NewChange;

/** Outcome of an entry that is stored, by this call or an earlier one. */
export interface Stored {
  readonly id: number;
  /** Time of sending; for a repeated entry, that of the original. */
  readonly at: number;
  /**
   * Whether nothing was stored, because an earlier entry had this nonce or the change has no effect. `id` is that of an
   * earlier entry with the same effect.
   */
  readonly repeated: boolean;
  /** The message that a new message replies to. */
  readonly quote?: Quote;
  /** The message that a new change is about. */
  readonly target?: ChangeTarget;
}

/**
 * Outcome of an entry that was rejected. It uses no `id`.
 *
 * - `not_found`: the `id` in a change is not that of a stored message, or the message is deleted; or that in a reply was
 *   never a message.
 * - `forbidden`: the message has another or an unknown author, or is too old.
 * - `too_many`: the message already has {@linkcode MAX_REACTIONS} different reactions.
 */
export interface Rejected {
  readonly code: "not_found" | "forbidden" | "too_many";
  /** Whether it is forbidden only because of its time, see {@linkcode ChangeRights.since}. */
  readonly isLate?: true;
}

/** Outcome of an entry. */
export type Outcome = Stored | Rejected;

/**
 * A stored message with its changes applied; in a room, `to` is the name of the room. A deleted one has an empty text and
 * neither `reply`, `action`, `edited` nor `reactions`.
 */
export type StoredMessage = DirectMessage;

/** A stored change; in a room, `to` is the name of the room. */
export type StoredChange = DirectChange;

/** A stored entry. */
export type StoredEntry = StoredMessage | StoredChange;

/** Returns whether an entry is a message and not a change. */
export function isMessage(entry: StoredEntry): entry is StoredMessage {
  return !("type" in entry);
}

/** Returns the messages among entries. */
export function messagesOf(entries: readonly StoredEntry[]): readonly StoredMessage[] {
  return entries.every(isMessage) ? entries : entries.filter(isMessage);
}
