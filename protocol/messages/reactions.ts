import { MAX_REACTION_NAMES } from "../limits.ts";
import type { Reaction } from "./changes.ts";

/** Adds one reaction. */
export function withReaction(
  reactions: readonly Reaction[],
  emoji: string,
  name: string,
): Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (known === undefined) return [...reactions, { emoji, count: 1, names: [name] }];
  const names = known.names.length < MAX_REACTION_NAMES ? [...known.names, name] : known.names;
  const more = { emoji, count: known.count + 1, names };
  return reactions.map((reaction) => reaction === known ? more : reaction);
}

/**
 * Removes reactions with one emoji.
 *
 * @param left What remains of them; its count may be 0.
 */
export function withoutReaction(reactions: readonly Reaction[], left: Reaction): Reaction[] {
  return reactions.flatMap((reaction) => {
    if (reaction.emoji !== left.emoji) return [reaction];
    return left.count > 0 ? [left] : [];
  });
}
