import type { Change, MessageState, Quote, Reaction } from "../../protocol/messages/changes.ts";
import { withoutReaction, withReaction } from "../../protocol/messages/reactions.ts";
import { quotedPart } from "../../protocol/messages/to_quote.ts";

/** A message to which changes are applied. */
export interface ChangeableMessage extends MessageState {
  readonly id: number;
  readonly text: string;
  /** The emoji with which the user reacted to it. */
  readonly mine?: readonly string[];
}

/**
 * Applies a change to a message: an edit replaces its text, a deletion removes it with everything that was made of it, a
 * reaction is counted.
 *
 * @param message The message.
 * @param change The change; skipped if it is about another message, is part of the message already, or comes after its
 * deletion.
 * @param self The user's name: reactions of this user are kept in `mine`, too.
 * @returns The changed message; the same object if the change is skipped.
 */
export function foldChange<T extends ChangeableMessage>(
  message: T,
  change: Change,
  self?: string,
): T {
  const { id, rev = id, deleted } = message;
  if (change.about !== id || change.id <= rev || deleted) return message;
  const changed = { ...message, rev: change.id };
  switch (change.type) {
    case "edited":
      // A later deletion removed the text.
      if (change.text === undefined) return changed;
      return { ...changed, text: change.text, edited: change.at };
    case "deleted":
      return toDeleted(changed, change);
    case "reacted":
      if (change.emoji === undefined) return changed;
      return react(changed, { ...change, emoji: change.emoji }, self);
  }
}

/** Applies a change to the quote of the message that it is about. */
export function foldQuote(quote: Quote, { type, text }: Change): Quote {
  if (type === "deleted") return { id: quote.id };
  if (type !== "edited" || text === undefined || quote.from === undefined) return quote;
  return { ...quote, text: quotedPart(text) };
}

function toDeleted<T extends ChangeableMessage>(message: T, { from, at, reason }: Change): T {
  const { reply: _, action: __, edited: ___, reactions: ____, ...rest } = message;
  return {
    ...rest,
    text: "",
    deleted: { by: from, at, ...(reason !== undefined && { reason }) },
    ...(message.mine && { mine: [] }),
  } as ChangeableMessage as T;
}

function react<T extends ChangeableMessage>(
  message: T,
  { emoji, from, removed }: Change & { readonly emoji: string },
  self: string | undefined,
): T {
  const { mine = [], reactions = [] } = message;
  const isOwn = from === self;
  // The answer to a request and its event may both tell of it.
  if (isOwn && mine.includes(emoji) !== (removed === true)) return message;
  const { reactions: _, ...rest } = message;
  const next = (removed ? withoutUser : withReaction)(reactions, emoji, from);
  return {
    ...rest,
    ...(next.length > 0 && { reactions: next }),
    ...(isOwn && { mine: removed ? mine.filter((other) => other !== emoji) : [...mine, emoji] }),
  } as ChangeableMessage as T;
}

/** Removes one user's reaction, as far as it is known whose names are left. */
function withoutUser(reactions: readonly Reaction[], emoji: string, name: string): Reaction[] {
  const { count = 1, names = [] } = reactions.find((reaction) => reaction.emoji === emoji) ?? {};
  const index = names.indexOf(name);
  const others = names.filter((_, other) => other !== index).slice(0, count - 1);
  return withoutReaction(reactions, { emoji, count: count - 1, names: others });
}
