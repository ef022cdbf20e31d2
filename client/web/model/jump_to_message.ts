import type { Chat } from "./chat.ts";
import type { ConversationSignals } from "./conversation_signals.ts";

/**
 * Shows a message of a conversation, loading it in one request if it is not here.
 *
 * @param chat The session.
 * @param conversation The conversation.
 * @param id The message.
 */
export function jumpToMessage(chat: Chat, conversation: ConversationSignals, id: number): void {
  chat.select(conversation);
  chat.history.jumpTo(conversation, id, () => conversation.target.value = { id });
}
