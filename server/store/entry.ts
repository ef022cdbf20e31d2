// Entries are what a conversation is made of: its messages, and each later change to one of them, which is an edit, a
// deletion or a reaction.

/** What every new entry has. */
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
   * A random string of the client's. An entry with the nonce of an earlier one, which has the same
   * {@linkcode NewEntryFields.person} or was sent with the same token, is not stored again.
   */
  readonly nonce?: string;
  /** Author's identity. It is stored with the entry. */
  readonly person: string;
  /**
   * The digest of the session's token. The session keeps it when its identity changes: when it registers, logs in or
   * logs out. It is given only with a nonce, and where it differs from {@linkcode NewEntryFields.person}.
   */
  readonly digest?: string;
}

/** Message to be stored. */
export interface NewMessage extends NewEntryFields {
  readonly text: string;
  /** `id` of the message of this conversation that it answers. */
  readonly reply?: number;
  /** Whether it says what its author does, as `/me` does. */
  readonly action?: true;
}

/** Change to be stored. */
export interface NewChange extends NewEntryFields {
  readonly change: Change;
  readonly rights: ChangeRights;
}

/** What becomes of the message with the `id` in `about`. */
export type Change =
  | { readonly type: "edit"; readonly about: number; readonly text: string }
  | { readonly type: "delete"; readonly about: number; readonly reason?: string }
  | {
    readonly type: "react";
    readonly about: number;
    readonly emoji: string;
    readonly remove?: true;
  };

/** Who changes a message, and what they may do; anyone may react. */
export interface ChangeRights {
  /** Identities that count as the one who makes the change: an account's, and the digest under which it was registered. */
  readonly identities: readonly string[];
  /** Earliest time of a message that its author may still edit or delete, in Unix milliseconds. */
  readonly since: number;
  /** Whether any message may be deleted, whatever its author and time. */
  readonly any?: true;
}

/** Entry to be stored. */
export type NewEntry = NewMessage | NewChange;

/** Outcome of an entry that is stored, now or before. */
export interface Stored {
  readonly id: number;
  /** Time of sending; for a repeated entry, that of the original. */
  readonly at: number;
  /**
   * Whether nothing was stored: an earlier entry had this nonce, or the change would change nothing. The `id` is that of an
   * earlier entry, which has the same effect.
   */
  readonly repeated: boolean;
  /** What a new message answers. */
  readonly quote?: Quote;
  /** The message that a new change is about. */
  readonly target?: Target;
}

/**
 * Outcome of an entry that was refused, and used up no `id`.
 *
 * - `not_found`: the message that a change is about is not kept or is deleted, or it is none; or a reply answers what
 *   never was a message.
 * - `forbidden`: the message is of another author, or of none that is known, or too old.
 * - `too_many`: the message has reactions of {@linkcode MAX_EMOJI} kinds.
 */
export interface Rejected {
  readonly code: "not_found" | "forbidden" | "too_many";
  /** Whether it is forbidden for its time alone, see {@linkcode ChangeRights.since}. */
  readonly isLate?: true;
}

/** Outcome of an entry. */
export type Outcome = Stored | Rejected;

/** Author's name and time of a message that was changed. */
export interface Target {
  readonly from: string;
  readonly at: number;
}

/** Message that another one answers. Without author and text where it is not kept, or deleted. */
export interface Quote {
  readonly id: number;
  readonly from?: string;
  /** Beginning of its present text: {@linkcode QUOTE_LENGTH} code points at most. */
  readonly text?: string;
}

/** Reaction to a message. */
export interface Reaction {
  readonly emoji: string;
  /** Number of people. */
  readonly count: number;
  /** The first {@linkcode MAX_NAMES} of them, in the order of reacting. */
  readonly names: readonly string[];
}

/** By whom a message was deleted, when, and why. */
export interface Deletion {
  /** Name. */
  readonly by: string;
  /** In Unix milliseconds. */
  readonly at: number;
  readonly reason?: string;
}

/**
 * Stored message, as its changes left it. A deleted one has an empty text and neither `reply`, `action`, `edited` nor
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
  /** In the order of the first use of each emoji. */
  readonly reactions?: readonly Reaction[];
  /** `id` of the latest change. */
  readonly rev?: number;
}

/** Stored change. */
export interface StoredChange {
  readonly id: number;
  readonly type: "edited" | "deleted" | "reacted";
  /** `id` of the message. */
  readonly about: number;
  readonly from: string;
  readonly to: string;
  /** Time of the change, in Unix milliseconds. */
  readonly at: number;
  /** New text of an edit, unless the message is deleted or not kept any more. */
  readonly text?: string;
  /** Why the message was deleted. */
  readonly reason?: string;
  readonly emoji?: string;
  /** Whether the reaction was removed. */
  readonly removed?: true;
  readonly target?: Target;
}

/** Stored entry. */
export type StoredEntry = StoredMessage | StoredChange;

/** Most different emoji on a message. */
export const MAX_EMOJI = 20;

/** Most names of each {@linkcode Reaction}. */
export const MAX_NAMES = 20;

/** Most code points of the text of a {@linkcode Quote}. */
export const QUOTE_LENGTH = 200;

/** Tells a message from a change. */
export function isMessage(entry: StoredEntry): entry is StoredMessage {
  return !("type" in entry);
}

/** Returns the messages among entries. */
export function messagesOf(entries: readonly StoredEntry[]): readonly StoredMessage[] {
  return entries.every(isMessage) ? entries : entries.filter(isMessage);
}

/** Returns the quote of a message: only its `id` where it is not kept, deleted, or none. */
export function toQuote(id: number, entry: StoredEntry | undefined): Quote {
  if (entry === undefined || !isMessage(entry) || entry.deleted !== undefined) return { id };
  return { id, from: entry.from, text: beginningOf(entry.text) };
}

/** Returns the first {@linkcode QUOTE_LENGTH} code points of a text. */
function beginningOf(text: string): string {
  if (text.length <= QUOTE_LENGTH) return text;
  // A code point has two units at most.
  return [...text.slice(0, 2 * QUOTE_LENGTH)].slice(0, QUOTE_LENGTH).join("");
}
