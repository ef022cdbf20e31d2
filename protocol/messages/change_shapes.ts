import { LARGEST, MAX_QUOTE, MAX_REACTION_NAMES, MAX_REACTIONS, MAX_REASON } from "../limits.ts";
import { MAX_EMOJI } from "../text/emoji.ts";
import type { Change, ChangeTarget, Deletion, MessageState, Quote, Reaction } from "./changes.ts";
import {
  asObject,
  integer,
  list,
  object,
  oneOf,
  optional,
  type Read,
  type Shape,
  text,
  time,
} from "./shape.ts";
import { PER_CODE_POINT, shownName } from "./shown_name.ts";

const reason = optional(text(MAX_REASON * PER_CODE_POINT));

/** Reads an emoji; a newer server may know more of them. */
const emoji = text(MAX_EMOJI, 1);

const quote = object<Quote>({
  id: integer(1),
  from: optional(shownName),
  text: optional(text(MAX_QUOTE * PER_CODE_POINT)),
});

const deletion = object<Deletion>({ by: shownName, at: time, reason });

const reaction = object<Reaction>({
  emoji,
  count: integer(1),
  names: list(shownName, MAX_REACTION_NAMES),
});

/** Shape of what a message has beside its text. */
export const MESSAGE_STATE: Shape<MessageState> = {
  reply: optional(quote),
  action: optional(oneOf<true>(true)),
  edited: optional(time),
  deleted: optional(deletion),
  reactions: optional(list(reaction, MAX_REACTIONS)),
  rev: optional(integer(1)),
};

/** Shape of a change, in a conversation that is known. */
export const CHANGE: Shape<Change> = {
  type: oneOf<Change["type"]>("edited", "deleted", "reacted"),
  id: integer(1),
  about: integer(1),
  from: shownName,
  at: time,
  text: optional(text(LARGEST.text * PER_CODE_POINT)),
  reason,
  emoji: optional(emoji),
  removed: optional(oneOf<true>(true)),
  target: optional(object<ChangeTarget>({ from: shownName, at: time })),
};

/** Reads the emoji with which a user reacted to one message. */
export const ownReactions: Read<readonly string[]> = list(emoji, MAX_REACTIONS);

/** Reads a message, which a server sends without its `text` if it is deleted. */
export function deletable<T extends { readonly text: string }>(read: Read<T>): Read<T> {
  return (value) => read(withText(asObject(value)));
}

/** Returns the fields of a message, with an empty `text` where a server leaves it out. */
export function withText(
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const lacksText = fields["text"] === undefined && fields["deleted"] !== undefined;
  return lacksText ? { ...fields, text: "" } : fields;
}
