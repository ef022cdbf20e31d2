import { effect } from "@preact/signals";
import { mentions } from "../../conversation/mentions.ts";
import type { Chat } from "./chat.ts";
import { texts } from "./language.ts";
import { isNotifying, restoreNotifying } from "./notifications.ts";

/** Notifies of private messages and mentions while the page is hidden, and counts unread messages in its title. */
export function notifyOf(chat: Chat): void {
  restoreNotifying();
  chat.onMessage = (conversation, { from, text }) => {
    const isFor = conversation.kind === "person" || mentions(text, chat.name.value);
    if (!isNotifying.value || !document.hidden || !isFor) return;
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
