import { effect, signal } from "@preact/signals";
import type { Chat } from "./chat.ts";
import { texts } from "./language.ts";
import { mentions } from "./mentions.ts";

const KEY = "chat.notify";

/** Whether one is told of what is said to one while the page is hidden. */
export const isNotifying = signal(false);

/** Whether the browser has notifications, and whoever uses it did not refuse them. */
export function canNotify(): boolean {
  return typeof Notification !== "undefined" && Notification.permission !== "denied";
}

/**
 * Begins or ends to tell of what is said; asks whoever uses the browser if they were not asked before.
 *
 * @param isOn Whether to.
 * @returns Whether it is done now.
 */
export async function setNotifying(isOn: boolean): Promise<boolean> {
  const isAllowed = isOn && canNotify() && await Notification.requestPermission() === "granted";
  isNotifying.value = isAllowed;
  try {
    localStorage.setItem(KEY, isAllowed ? "on" : "off");
  } catch {
    // Where nothing may be kept, it is asked for again.
  }
  return isAllowed;
}

/** Tells of private messages and of one's name while the page is hidden, and shows in the title what waits to be read. */
export function notifyOf(chat: Chat): void {
  isNotifying.value = canNotify() && Notification.permission === "granted" && remembered();
  chat.onTalk = (talk, { from, text }) => {
    const isFor = talk.kind === "person" || mentions(text, chat.name.value);
    if (!isNotifying.value || !document.hidden || !isFor) return;
    const { mentioned, wrote } = texts.value;
    const name = talk.name.value;
    const title = talk.kind === "person" ? wrote(from) : mentioned(from, name);
    const notification = new Notification(title, { body: text, tag: name, icon: "icon.svg" });
    notification.onclick = () => {
      globalThis.focus();
      chat.select(talk);
      notification.close();
    };
  };
  effect(() => {
    const unread = chat.talks.unread.value;
    const name = chat.talks.current.value?.name.value;
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${
      name === undefined ? "" : `${name} · `
    }chat`;
  });
}

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}
