import type { Conversation } from "./conversation.ts";
import type { MessageEntry } from "./conversation_entry.ts";
import type { Members } from "./members.ts";

/** Whether a user may edit a message, as far as a client can tell: the server also limits how old it may be. */
export function mayEdit({ isOwn, deleted }: MessageEntry): boolean {
  return isOwn && deleted === undefined;
}

/**
 * Whether a user may delete a message, as far as a client can tell: authors their own, operators all of their rooms.
 *
 * @param message The message.
 * @param of Its conversation.
 * @param self The user's name.
 */
export function mayDelete(
  message: MessageEntry,
  { kind, operators }: Pick<Conversation, "kind"> & Pick<Members, "operators">,
  self: string,
): boolean {
  if (message.deleted) return false;
  return message.isOwn || kind === "room" && operators.has(self);
}
