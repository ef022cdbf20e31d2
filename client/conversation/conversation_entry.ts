import type { Ref } from "../../protocol/messages/request.ts";

/** A message as the server numbers it within its conversation. */
export interface ReceivedMessage {
  readonly id: number;
  readonly from: string;
  readonly text: string;
  /** Time of sending, in Unix milliseconds. */
  readonly at: number;
}

/** A message in the log of a conversation. */
export interface MessageEntry extends ReceivedMessage {
  readonly kind: "said";
  /** Unique within the log. */
  readonly key: string;
  /** The numbering that the id belongs to; see {@linkcode Conversation.restart}. */
  readonly epoch: number;
  readonly isOwn: boolean;
  readonly isMention: boolean;
}

/** An event in a conversation, or the answer to a command. */
export interface Note {
  readonly kind: "note";
  /** Unique within the log. */
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly isProblem: boolean;
}

export type ConversationEntry = MessageEntry | Note;

/** A message sent from this client that the server has not acknowledged, or has refused. */
export interface Pending {
  readonly ref: Ref;
  readonly text: string;
  /** Why the server refused it, if it did. */
  readonly problem?: string;
}
