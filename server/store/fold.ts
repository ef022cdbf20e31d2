import type { Deletion, Quote, Reaction } from "../../protocol/messages/changes.ts";
import type { StoredChange, StoredEntry, StoredMessage } from "./entry.ts";
import { fromStoredText, toStoredText } from "./stored_text.ts";

/** Fields of a reply or an action, as a database has them. */
export interface MessageExtra {
  readonly reply?: number;
  readonly action?: true;
}

/** Fields of a change, as a database has them; see {@linkcode StoredChange}. */
export interface ChangeExtra
  extends Pick<StoredChange, "type" | "about" | "reason" | "emoji" | "removed"> {
  readonly target?: readonly [from: string, at: number];
}

/** Returns the fields of a message in a database; `undefined` if it is neither a reply nor an action. */
export function toMessageExtra(
  reply: number | undefined,
  action: true | undefined,
): MessageExtra | undefined {
  if (reply === undefined && action === undefined) return undefined;
  return { ...(reply !== undefined && { reply }), ...(action && { action }) };
}

/** Returns the fields in a database of a change that has no effect, without its text. */
export function toChangeExtra(
  { type, about, reason, emoji, removed, target }: StoredChange,
): ChangeExtra {
  return {
    ...{ type, about },
    ...(target && { target: [target.from, target.at] }),
    ...(reason !== undefined && { reason: toStoredText(reason) }),
    ...(emoji !== undefined && { emoji: toStoredText(emoji) }),
    ...(removed && { removed }),
  };
}

/** A deletion, as a database has it. */
export type DeletionData = readonly [by: string, at: number, reason?: string];

/** Reactions, as a database has them. */
export type ReactionData = readonly [emoji: string, count: number, names: readonly string[]][];

/** What changes made of a message, as a database has it; nothing of a message without changes. */
export interface MessageStateData {
  readonly rev: number | null;
  /** Time of the latest edit. */
  readonly edited: number | null;
  readonly deleted: DeletionData | null;
  readonly reactions: ReactionData | null;
}

/** Tells the fields of a change from those of a message. */
export function isChange(
  extra: MessageExtra | ChangeExtra | null | undefined,
): extra is ChangeExtra {
  return extra !== null && extra !== undefined && "type" in extra;
}

/**
 * Folds changes into a message.
 *
 * @param message The message with its present text.
 * @param extra Its other fields.
 * @param state What changes made of it.
 * @param reply What it answers.
 */
export function foldMessage(
  { id, from, to, text, at }: StoredMessage,
  { action }: MessageExtra,
  { rev, edited, deleted, reactions }: MessageStateData,
  reply: Quote | undefined,
): StoredMessage {
  if (deleted !== null) {
    return {
      id,
      from,
      to,
      text: "",
      at,
      deleted: toDeletion(deleted),
      ...(rev !== null && { rev }),
    };
  }
  return {
    ...{ id, from, to, text, at },
    ...(reply !== undefined && { reply }),
    ...(action && { action }),
    ...(edited !== null && { edited }),
    ...(reactions !== null && { reactions: toReactions(reactions) }),
    ...(rev !== null && { rev }),
  };
}

/**
 * Converts a change to the form in which it is read.
 *
 * @param entry The change without its own fields.
 * @param extra Its own fields.
 * @param text Its text, if it has one.
 */
export function toChange(
  { id, from, to, at }: StoredEntry,
  { type, about, target, reason, emoji, removed }: ChangeExtra,
  text: string | undefined,
): StoredChange {
  return {
    ...{ id, type, about, from, to, at },
    ...(text !== undefined && { text }),
    ...(reason !== undefined && { reason: fromStoredText(reason) }),
    ...(emoji !== undefined && { emoji: fromStoredText(emoji) }),
    ...(removed && { removed }),
    ...(target && { target: { from: target[0], at: target[1] } }),
  };
}

/** Converts a deletion to the form in which it is stored. */
export function fromDeletion({ by, at, reason }: Deletion): DeletionData {
  return reason === undefined ? [by, at] : [by, at, toStoredText(reason)];
}

function toDeletion([by, at, reason]: DeletionData): Deletion {
  return { by, at, ...(reason !== undefined && { reason: fromStoredText(reason) }) };
}

/** Converts reactions to the form in which they are stored; `null` if there are none. */
export function fromReactions(reactions: readonly Reaction[]): ReactionData | null {
  if (reactions.length === 0) return null;
  return reactions.map(({ emoji, count, names }) => [toStoredText(emoji), count, names]);
}

/** Reverses {@linkcode fromReactions}. */
export function toReactions(reactions: ReactionData | null): Reaction[] {
  return (reactions ?? []).map(([emoji, count, names]) => (
    { emoji: fromStoredText(emoji), count, names }
  ));
}
