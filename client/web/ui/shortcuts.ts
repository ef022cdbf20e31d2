import type { Chat } from "../model/chat.ts";
import { focusComposer } from "./composer_field.ts";
import { isInputMethod } from "./input_method.ts";

/** Handles the keys that work everywhere on the page: Esc, Ctrl+K, Alt+↑ and Alt+↓; text goes into the message. */
export function onShortcut(chat: Chat, event: KeyboardEvent): void {
  if (event.defaultPrevented || chat.open.value || isInputMethod(event)) return;
  if (event.key === "Escape") {
    if (chat.drawer.value === undefined) focusComposer();
    chat.drawer.value = undefined;
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    chat.open.value = { kind: "rooms" };
    return;
  }
  // The key that is pressed types into the field already.
  if (isText(event) && isIdle(event.target)) return focusComposer();
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!event.altKey || step === undefined) return;
  event.preventDefault();
  const all = chat.conversations.all.value;
  const next = all[all.indexOf(chat.conversations.current.value!) + step];
  if (next) chat.select(next);
}

function isText({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  // Space scrolls the log.
  return [...key].length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
}

/** Whether an element does nothing with text: the page, or the log after a click between messages. */
function isIdle(target: EventTarget | null): boolean {
  return target === document.body || target instanceof Element && target.matches(".log");
}
