import type { Ref } from "../../../protocol/messages/request.ts";

/** A stored message. */
export interface ReceivedMessage {
  readonly id: number;
  readonly from: string;
  readonly text: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A message in a conversation. */
export interface MessageEntry extends ReceivedMessage {
  readonly kind: "said";
  /** Unique in the conversation. */
  readonly key: string;
  readonly isOwn: boolean;
  readonly isMention: boolean;
}

/** An event of a conversation, or the answer to a command, as text. */
export interface Note {
  readonly kind: "note";
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly isProblem: boolean;
}

/** A sent message that the server has not confirmed. */
export interface Pending {
  readonly ref: Ref;
  readonly text: string;
  /** Why the server refused it, if it did. */
  readonly problem?: string;
}

export type ConversationEntry = MessageEntry | Note;
