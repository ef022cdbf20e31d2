import type { Change, Deletion, Reaction } from "../../protocol/messages/changes.ts";
import { isChange } from "../../protocol/messages/changes.ts";
import type {
  DirectMessage,
  HistoryPage,
  RoomMessage,
} from "../../protocol/messages/server_messages.ts";

/** A message with what changes made of it. */
export interface FoldedMessage {
  readonly id: number;
  readonly from: string;
  readonly text: string;
  /** The `id` of the message that it answers. */
  readonly reply: number | undefined;
  readonly action: true | undefined;
  readonly edited: number | undefined;
  readonly deleted: Deletion | undefined;
  /** Names of the users who reacted with each emoji, in the order of reacting. */
  readonly reactions: ReadonlyMap<string, readonly string[]>;
  readonly rev: number;
}

/** A message of a room, or of two users. */
export type Message = RoomMessage | DirectMessage;

/** What a client knows of a room or of the conversation of two users: messages, with the changes that it got folded in as `docs/protocol.md` says. */
export class FoldedRoom {
  readonly messages = new Map<number, FoldedMessage>();
  /** The last id that came. */
  last = 0;
  /** Every entry that came live, in order. */
  readonly log: (Message | Change)[] = [];

  /** Takes a live message or change. */
  take(entry: Message | Change): void {
    if (entry.id <= this.last) throw new Error(`${entry.id} after ${this.last}`);
    this.last = entry.id;
    this.log.push(entry);
    if (isChange(entry)) this.#change(entry);
    else this.#put(entry);
  }

  /** Takes a page of history. */
  takePage({ messages, changes = [], last = 0 }: HistoryPage): void {
    for (const message of messages) this.#put(message);
    for (const change of changes) this.#change(change);
    this.last = Math.max(this.last, last, messages.at(-1)?.id ?? 0);
  }

  #put(message: Message): void {
    this.messages.set(message.id, fold(message));
  }

  #change(change: Change): void {
    const message = this.messages.get(change.about);
    if (message === undefined || change.id <= message.rev) return;
    this.messages.set(message.id, { ...message, ...changed(message, change), rev: change.id });
  }
}

function fold(message: Message): FoldedMessage {
  const { id, from, text = "", reply, action, edited, deleted, reactions = [], rev = 0 } = message;
  const names = new Map(reactions.map(({ emoji, names }: Reaction) => [emoji, names]));
  return { id, from, text, reply: reply?.id, action, edited, deleted, reactions: names, rev };
}

function changed(message: FoldedMessage, change: Change): Partial<FoldedMessage> {
  const { type, from, at, text = "", reason, emoji = "", removed } = change;
  switch (type) {
    case "edited":
      return { text, edited: at };
    case "deleted":
      return {
        text: "",
        reply: undefined,
        action: undefined,
        edited: undefined,
        reactions: new Map(),
        deleted: { by: from, at, ...(reason !== undefined && { reason }) },
      };
    case "reacted": {
      const reactions = new Map(message.reactions);
      const others = (reactions.get(emoji) ?? []).filter((name) => name !== from);
      const names = removed ? others : [...others, from];
      if (names.length > 0) reactions.set(emoji, names);
      else reactions.delete(emoji);
      return { reactions };
    }
  }
}
