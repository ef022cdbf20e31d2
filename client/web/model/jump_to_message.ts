import type { RoomMessage } from "../../../protocol/messages/messages.ts";
import { MAX_PAGE } from "../../../protocol/limits.ts";
import type { Chat } from "./chat.ts";

/** Most pages that are asked for on the way: a server may say for ever that there is more. */
const MAX_PAGES = 5_000;

/**
 * Shows a message where it was said, and asks for all that was said since then to get there.
 *
 * @param chat The chat.
 * @param message A message of a room that one is in.
 */
export async function seek(chat: Chat, { room, id }: RoomMessage): Promise<void> {
  const talk = chat.talks.get("room", room);
  if (!talk) return;
  chat.select(talk);
  for (let pages = 0; pages < MAX_PAGES && !talk.has(id) && talk.hasOlder.value; pages++) {
    const first = talk.firstId;
    await chat.loadOlder(talk, MAX_PAGE);
    // Refused, or on its way already: it is asked for again by hand.
    if (talk.firstId === first) return;
  }
  talk.sought.value = { id };
}
