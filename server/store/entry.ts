import { MAX_QUOTE } from "../../protocol/limits.ts";

// A conversation consists of entries: messages, and later changes to them. A change is an edit, a deletion or a reaction.

/** Fields of every new entry. */
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
  readonly change: Change;
  readonly rights: ChangeRights;
}

/** A change to the message whose `id` is `about`. */
export type Change =
  | { readonly type: "edit"; readonly about: number; readonly text: string }
  | { readonly type: "delete"; readonly about: number; readonly reason?: string }
  | {
    readonly type: "react";
    readonly about: number;
    readonly emoji: string;
    readonly remove?: true;
  };

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
  readonly target?: Target;
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

/** Author's name and time of a changed message. */
export interface Target {
  readonly from: string;
  readonly at: number;
}

/** A message that another one replies to. Author and text are absent if it is deleted or no longer stored. */
export interface Quote {
  readonly id: number;
  readonly from?: string;
  /** Beginning of its current text, at most {@linkcode MAX_QUOTE} code points. */
  readonly text?: string;
}

/** Reactions to a message with one emoji. */
export interface Reaction {
  readonly emoji: string;
  /** Number of users. */
  readonly count: number;
  /** Names of the first {@linkcode MAX_REACTION_NAMES} users, in the order of reacting. */
  readonly names: readonly string[];
}

/** Who deleted a message, when, and why. */
export interface Deletion {
  /** Name of the user. */
  readonly by: string;
  /** In Unix milliseconds. */
  readonly at: number;
  readonly reason?: string;
}

/**
 * A stored message with its changes applied. A deleted one has an empty text and neither `reply`, `action`, `edited` nor
 * `reactions`.
 */
export interface StoredMessage {
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Time of sending, in Unix milliseconds. */
  readonly at: number;
  readonly reply?: Quote;
  readonly action?: true;
  /** Time of the latest edit, in Unix milliseconds. */
  readonly edited?: number;
  readonly deleted?: Deletion;
  /** Ordered by the first use of each emoji. */
  readonly reactions?: readonly Reaction[];
  /** `id` of the latest change. */
  readonly rev?: number;
}

/** A stored change. */
export interface StoredChange {
  readonly id: number;
  readonly type: "edited" | "deleted" | "reacted";
  /** `id` of the message. */
  readonly about: number;
  readonly from: string;
  readonly to: string;
  /** Time of the change, in Unix milliseconds. */
  readonly at: number;
  /** New text of an edit; absent if the message is deleted or no longer stored. */
  readonly text?: string;
  /** Why the message was deleted. */
  readonly reason?: string;
  readonly emoji?: string;
  /** Whether the reaction was removed. */
  readonly removed?: true;
  readonly target?: Target;
}

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

/** Returns the quote of a message; only its `id` if it is deleted, no longer stored, or not a message. */
export function toQuote(id: number, entry: StoredEntry | undefined): Quote {
  if (entry === undefined || !isMessage(entry) || entry.deleted !== undefined) return { id };
  return { id, from: entry.from, text: beginningOf(entry.text) };
}

/** Returns the first {@linkcode MAX_QUOTE} code points of a text. */
function beginningOf(text: string): string {
  if (text.length <= MAX_QUOTE) return text;
  // A code point has at most two units.
  return [...text.slice(0, 2 * MAX_QUOTE)].slice(0, MAX_QUOTE).join("");
}
