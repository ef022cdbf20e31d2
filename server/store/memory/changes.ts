import { MAX_REACTION_NAMES, MAX_REACTIONS } from "../../../protocol/limits.ts";
import type { Reaction } from "../../../protocol/messages/changes.ts";
import { withoutReaction, withReaction } from "../../../protocol/messages/reactions.ts";
import { NOT_FOUND, refusalOf } from "../change_rights.ts";
import {
  isMessage,
  type NewChange,
  type Outcome,
  type StoredChange,
  type StoredMessage,
} from "../entry.ts";
import type { Ring, RingReaction } from "./ring.ts";

/** Stores a change in a ring, as {@linkcode Store.append} does. */
export function changeRing(ring: Ring, entry: NewChange): Outcome {
  const { change } = entry;
  const message = ring.find(change.about);
  if (message === undefined || !isMessage(message)) return NOT_FOUND;
  if (message.deleted !== undefined) return NOT_FOUND;
  // The change would take the message's place in the ring.
  if (ring.isFull && message.id === ring.first) return NOT_FOUND;
  const refusal = refusalOf(entry, ring.authorOf(message.id), message.at);
  if (refusal !== undefined) return refusal;
  switch (change.type) {
    case "edit":
      return edit(ring, message, entry, change.text);
    case "delete":
      return remove(ring, message, entry, change.reason);
    case "react":
      return react(ring, message, entry, change);
  }
}

function edit(ring: Ring, message: StoredMessage, entry: NewChange, text: string): Outcome {
  if (text === message.text) return repeated(ring, message.rev ?? message.id);
  const outcome = add(ring, message, entry, { type: "edited", text });
  ring.replace({ ...message, text, edited: entry.at, rev: outcome.id });
  ring.stateOf(message.id).edits.push(outcome.id);
  return outcome;
}

function remove(
  ring: Ring,
  message: StoredMessage,
  entry: NewChange,
  reason: string | undefined,
): Outcome {
  const why = reason === undefined ? {} : { reason };
  const outcome = add(ring, message, entry, { type: "deleted", ...why });
  const { id, from, to, at } = message;
  const deleted = { by: entry.from, at: entry.at, ...why };
  ring.replace({ id, from, to, text: "", at, deleted, rev: outcome.id });
  ring.forget(id);
  return outcome;
}

function react(
  ring: Ring,
  message: StoredMessage,
  entry: NewChange,
  { emoji, remove }: { readonly emoji: string; readonly remove?: true },
): Outcome {
  const { id, reactions = [] } = message;
  const state = ring.stateOf(id);
  const identities = [entry.person, ...entry.rights.identities];
  const isOwn = (reaction: RingReaction) =>
    reaction.emoji === emoji && identities.includes(reaction.person);
  const known = state.reactions.find(isOwn);
  if (!remove === (known !== undefined)) {
    return repeated(ring, known?.id ?? message.rev ?? id);
  }
  if (!remove) {
    const isNew = reactions.every((reaction) => reaction.emoji !== emoji);
    if (isNew && reactions.length >= MAX_REACTIONS) return { code: "too_many" };
    const outcome = add(ring, message, entry, { type: "reacted", emoji });
    const { from: name, person } = entry;
    state.reactions.push({ id: outcome.id, emoji, person, name });
    show(ring, message, outcome.id, withReaction(reactions, emoji, name));
    return outcome;
  }
  const outcome = add(ring, message, entry, { type: "reacted", emoji, removed: true });
  state.reactions = state.reactions.filter((reaction) => !isOwn(reaction));
  const others = state.reactions.filter((reaction) => reaction.emoji === emoji);
  const names = others.slice(0, MAX_REACTION_NAMES).map(({ name }) => name);
  const left = { emoji, count: others.length, names };
  show(ring, message, outcome.id, withoutReaction(reactions, left));
  return outcome;
}

function show(ring: Ring, message: StoredMessage, rev: number, reactions: Reaction[]): void {
  const { reactions: _, ...rest } = message;
  ring.replace({ ...rest, ...(reactions.length > 0 && { reactions }), rev });
}

/** Adds a change to a ring. */
function add(
  ring: Ring,
  message: StoredMessage,
  { from, to, at, person }: NewChange,
  change: Pick<StoredChange, "type" | "text" | "reason" | "emoji" | "removed">,
) {
  const id = ring.last + 1;
  const target = { from: message.from, at: message.at };
  ring.add({ id, about: message.id, from, to, at, ...change, target }, person);
  return { id, at, repeated: false, target };
}

/** Returns the outcome of a change without effect. */
function repeated(ring: Ring, id: number): Outcome {
  return { id, at: ring.get(id).at, repeated: true };
}
