import { effect, signal } from "@preact/signals";
import type { Chat } from "./chat.ts";
import { texts } from "./language.ts";
import { load, store } from "./local_storage.ts";
import { mentions } from "./mentions.ts";

const KEY = "chat.notify";

/** Whether the page notifies while it is hidden. */
export const isNotifying = signal(false);

/** Whether the browser has notifications and the user has not denied them to this page. */
export function canNotify(): boolean {
  return typeof Notification !== "undefined" && Notification.permission !== "denied";
}

/**
 * Turns notifications on or off. The browser asks the user for permission the first time.
 *
 * @returns Whether they are on now.
 */
export async function setNotifying(isOn: boolean): Promise<boolean> {
  const isAllowed = isOn && canNotify() && await Notification.requestPermission() === "granted";
  isNotifying.value = isAllowed;
  store(KEY, isAllowed ? "on" : "off");
  return isAllowed;
}

/** Notifies of private messages and mentions while the page is hidden, and counts unread messages in its title. */
export function notifyOf(chat: Chat): void {
  isNotifying.value = canNotify() && Notification.permission === "granted" &&
    load(KEY) === "on";
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
