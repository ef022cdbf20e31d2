import { hasState, type MessageState } from "../../protocol/messages/changes.ts";
import { jsonSize } from "./json_size.ts";

/**
 * Returns a message that fits a frame. Its text does, whatever it is; so names of reactions are left out first, then the
 * quote, then the reactions. That takes frames that are much smaller than by default, or very long names.
 *
 * @param message The message.
 * @param maxBytes Most bytes that it may take as JSON.
 */
export function fitMessage<M extends MessageState>(message: M, maxBytes: number): M {
  if (!hasState(message) || jsonSize(message) <= maxBytes) return message;
  const { reply, reactions } = message;
  const unnamed = reactions?.map(({ emoji, count }) => ({ emoji, count, names: [] }));
  const bare = unnamed ? { ...message, reactions: unnamed } : message;
  const unquoted = reply ? { ...bare, reply: { id: reply.id } } : bare;
  const { reactions: _, ...rest } = unquoted;
  return [bare, unquoted].find((each) => jsonSize(each) <= maxBytes) ?? rest as M;
}
