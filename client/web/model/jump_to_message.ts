import type { RoomMessage } from "../../../protocol/messages/messages.ts";
import { MAX_PAGE } from "../../../protocol/limits.ts";
import type { Chat } from "./chat.ts";

/** Maximum number of pages to load: a faulty server may always announce another one. */
const MAX_PAGES = 5_000;

/**
 * Shows a message in its room, and loads every message since then to get there.
 *
 * @param chat The session.
 * @param message A message from a room that the user is in.
 */
export async function jumpToMessage(chat: Chat, { room, id }: RoomMessage): Promise<void> {
  const conversation = chat.conversations.get("room", room);
  if (!conversation) return;
  chat.select(conversation);
  for (
    let pages = 0;
    pages < MAX_PAGES && !conversation.model.has(id) && conversation.hasOlder.value;
    pages++
  ) {
    const first = conversation.model.firstId;
    await chat.loadOlder(conversation, MAX_PAGE);
    // Refused, or another request is loading: the user can try again.
    if (conversation.model.firstId === first) return;
  }
  conversation.target.value = { id };
}
