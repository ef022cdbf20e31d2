import type { ClientRequest } from "./request.ts";

/** A request to change a message of a room or of a private conversation. */
export interface ChangeMessage extends ClientRequest {
  /** The room; exactly one of `room` and `with` is given. */
  readonly room?: string;
  /** The other person of a private conversation. */
  readonly with?: string;
  /**
   * The `id` of the message. In a command of a typed line it may be negative, see {@linkcode isRelative}; that is never on
   * the wire.
   */
  readonly about: number;
  /** As in `say`. */
  readonly nonce?: string;
}

/** A request to change the text of a message. */
export interface Edit extends ChangeMessage {
  /** Message type. */
  readonly type: "edit";
  /** The new text. */
  readonly text: string;
}

/** A request to delete a message. */
export interface Delete extends ChangeMessage {
  /** Message type. */
  readonly type: "delete";
  /** The reason, which the conversation is told. */
  readonly reason?: string;
}

/** A request to add a reaction to a message, or to remove it. */
export interface React extends ChangeMessage {
  /** Message type. */
  readonly type: "react";
  /** One emoji. */
  readonly emoji: string;
  /** Whether to remove the reaction. */
  readonly remove?: true;
}

/** Any request to change a message. */
export type ChangeRequest = Edit | Delete | React;

/** Part of the message that a reply answers, as it is now. */
export interface Quote {
  /** Its `id`. */
  readonly id: number;
  /** Its sender's name; absent if it is deleted or no longer kept. */
  readonly from?: string;
  /** Its first {@linkcode MAX_QUOTE} code points; absent with `from`. */
  readonly text?: string;
}

/** Who deleted a message. */
export interface Deletion {
  /** The name of its author or of an operator. */
  readonly by: string;
  /** When, in Unix milliseconds. */
  readonly at: number;
  /** Why. */
  readonly reason?: string;
}

/** An emoji with which users reacted to a message. */
export interface Reaction {
  /** The emoji. */
  readonly emoji: string;
  /** How many users reacted with it. */
  readonly count: number;
  /** Names of the first {@linkcode MAX_REACTION_NAMES} of them, in the order in which they reacted. */
  readonly names: readonly string[];
}

/** What a message has beside its text. What changes made of it is there only when it is read later. */
export interface MessageState {
  /** The message that it replies to. */
  readonly reply?: Quote;
  /** Whether the text tells what its sender does, as `/me` says it. */
  readonly action?: true;
  /** When its text was last changed, in Unix milliseconds. */
  readonly edited?: number;
  /** Who deleted it; then its text is empty. */
  readonly deleted?: Deletion;
  /** Reactions, in the order in which each emoji was first used. */
  readonly reactions?: readonly Reaction[];
  /** The `id` of the last change that is part of this state; skip changes whose `id` is not above it. */
  readonly rev?: number;
}

/** A change to a message, which has an `id` of its own in the conversation. */
export interface Change {
  /** What happened to the message. */
  readonly type: "edited" | "deleted" | "reacted";
  /** Number of the change in the conversation. */
  readonly id: number;
  /** The `id` of the message. */
  readonly about: number;
  /** The name of the user who changed it. */
  readonly from: string;
  /** When, in Unix milliseconds. */
  readonly at: number;
  /** Of `edited`: the new text; absent if the message is deleted or no longer kept. */
  readonly text?: string;
  /** Of `deleted`: why. */
  readonly reason?: string;
  /** Of `reacted`: the emoji; absent if the message is deleted or no longer kept. */
  readonly emoji?: string;
  /** Of `reacted`: whether the reaction was removed. */
  readonly removed?: true;
  /** Sender and time of the message, where a server knows them. Not on the wire of clients. */
  readonly target?: ChangeTarget;
}

/** The message that a change is about. */
export interface ChangeTarget {
  /** The sender's name. */
  readonly from: string;
  /** When it was sent, in Unix milliseconds. */
  readonly at: number;
}

/** A change with the name of its room. */
export interface RoomChange extends Change {
  /** The name of the room. */
  readonly room: string;
}

/** A change in a private conversation, between nodes of a server. */
export interface DirectChange extends Change {
  /** The name of the other person. */
  readonly to: string;
}

/** A change as clients get it. */
export interface ChangeEvent extends Change {
  /** The room; absent in a private conversation. */
  readonly room?: string;
  /** The other person of a private conversation. */
  readonly with?: string;
}

/** Whether an entry of a conversation, or an event, is a change to a message. */
export function isChange<T extends object>(entry: T): entry is Extract<T, Change> {
  return "about" in entry;
}

/** Whether `about` or `reply` of a typed line counts from the end: -1 is the last message. */
export function isRelative(about: number): boolean {
  return about < 0;
}

/** Whether a message has more than its text. Most have not, so this check comes before any other. */
export function hasState({ rev, reply, action }: MessageState): boolean {
  // All that changes made of it comes with `rev`.
  return rev !== undefined || reply !== undefined || action !== undefined;
}

/** Returns what a message has beside its text. */
export function stateOf(
  { reply, action, edited, deleted, reactions, rev }: MessageState,
): MessageState {
  return {
    ...(reply && { reply }),
    ...(action && { action }),
    ...(edited !== undefined && { edited }),
    ...(deleted && { deleted }),
    ...(reactions && { reactions }),
    ...(rev !== undefined && { rev }),
  };
}
