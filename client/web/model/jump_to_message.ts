import { MAX_PAGE } from "../../../protocol/limits.ts";
import type { Chat } from "./chat.ts";
import type { ConversationSignals } from "./conversation_signals.ts";

/** Maximum number of pages to load: a faulty server may always announce another one. */
const MAX_PAGES = 5_000;

/**
 * Shows a message of a conversation, and loads every message since then to get there.
 *
 * @param chat The session.
 * @param conversation The conversation.
 * @param id The message.
 */
export async function jumpToMessage(
  chat: Chat,
  conversation: ConversationSignals,
  id: number,
): Promise<void> {
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
