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
export async function seek(chat: Chat, { room, id }: RoomMessage): Promise<void> {
  const talk = chat.talks.get("room", room);
  if (!talk) return;
  chat.select(talk);
  for (let pages = 0; pages < MAX_PAGES && !talk.has(id) && talk.hasOlder.value; pages++) {
    const first = talk.firstId;
    await chat.loadOlder(talk, MAX_PAGE);
    // Refused, or another request is loading: the user can try again.
    if (talk.firstId === first) return;
  }
  talk.sought.value = { id };
}
