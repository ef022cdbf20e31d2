import { effect } from "@preact/signals";
import { mentions } from "../../conversation/mentions.ts";
import type { Chat } from "./chat.ts";
import { texts } from "./language.ts";
import type { ConversationSignals } from "./conversation_signals.ts";
import { isNotifying, restoreNotifying } from "./notifications.ts";
import { levelOf } from "./notify_levels.ts";
import { isSounding, playSound } from "./sound.ts";

/** Notifies of private messages and, as set for each room, of others while the page is hidden, and counts unread messages in its title. */
export function notifyOf(chat: Chat): void {
  restoreNotifying();
  chat.onMessage = (conversation, { from, text }) => {
    if (!document.hidden || !isFor(chat, conversation, text)) return;
    if (isSounding.value) playSound();
    if (!isNotifying.value) return;
    const { mentioned, wrote } = texts.value;
    const name = conversation.name.value;
    const title = conversation.kind === "person" ? wrote(from) : mentioned(from, name);
    const notification = new Notification(title, { body: text, tag: name, icon: "icon.svg" });
    notification.onclick = () => {
      globalThis.focus();
      chat.select(conversation);
      notification.close();
    };
  };
  effect(() => {
    const unread = chat.conversations.unread.value;
    const name = chat.conversations.current.value?.name.value;
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${
      name === undefined ? "" : `${name} · `
    }chat`;
  });
}

/** Whether a message is for the user: private ones are, and those of rooms as far as the room's level says. */
function isFor(
  { conversations, name }: Chat,
  conversation: ConversationSignals,
  text: string,
): boolean {
  if (conversation.kind === "person") return true;
  const level = levelOf(conversations.keyOf(conversation));
  return level === "all" || level === "mentions" && mentions(text, name.value);
}
