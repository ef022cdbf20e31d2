import { stateOf } from "../../protocol/messages/changes.ts";
import type { MessageEntry, ReceivedMessage } from "./conversation_entry.ts";
import { isForUser } from "./mentions.ts";

/** Where a message belongs, and what the user has to do with it. */
export interface MessageEntryOptions {
  /** The numbering of its id. */
  readonly epoch: number;
  /** The user's name. */
  readonly self: string;
  /** The emoji with which the user reacted to messages, by their ids. */
  readonly mine: Readonly<Record<string, readonly string[]>>;
}

/** Makes a message an entry of a log. */
export function toMessageEntry(
  message: ReceivedMessage,
  { epoch, self, mine }: MessageEntryOptions,
): MessageEntry {
  const { id, from, text, at } = message;
  return {
    ...{ kind: "said", key: `${epoch} ${id}`, epoch, id, from, text, at, isOwn: from === self },
    isMention: isForUser(message, self),
    mine: mine[id] ?? [],
    ...stateOf(message),
  };
}
