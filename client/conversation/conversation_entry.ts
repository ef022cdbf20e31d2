import type { MessageState, Quote } from "../../protocol/messages/changes.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";

/** A message as the server numbers it within its conversation. */
export interface ReceivedMessage extends MessageState {
  readonly id: number;
  readonly from: string;
  /** The text; empty if the message is deleted. */
  readonly text: string;
  /** Time of sending, in Unix milliseconds. */
  readonly at: number;
}

/** A message in the log of a conversation, as changes left it. */
export interface MessageEntry extends ReceivedMessage {
  readonly kind: "said";
  /** Unique within the log. */
  readonly key: string;
  /** The numbering that the id belongs to; see {@linkcode Conversation.restart}. */
  readonly epoch: number;
  readonly isOwn: boolean;
  /** Whether another user names this one in it, or replies to this one. */
  readonly isMention: boolean;
  /** The emoji with which the user reacted to it. */
  readonly mine: readonly string[];
}

/** An event in a conversation, or the answer to a command. */
export interface Note {
  readonly kind: "note";
  /** Unique within the log. */
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly isProblem: boolean;
  /** What the user typed, if this says why it was refused. */
  readonly line?: string;
}

export type ConversationEntry = MessageEntry | Note;

/** A message sent from this client that the server has not acknowledged, or has refused. */
export interface Pending {
  readonly ref: Ref;
  readonly text: string;
  /** The message that it replies to. */
  readonly reply?: Quote;
  readonly action?: true;
  /** Why the server refused it, if it did; `outcome_unknown` if the client ended before the answer. */
  readonly problem?: ErrorMessage;
}
