import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { findPerson } from "../model/find_person.ts";
import { act, actionOf, actionsFor } from "../model/message_actions.ts";
import { rove } from "./roving.ts";

/** Listeners of the log: the message with the focus or under the mouse shows its actions; keys carry them out. */
export function messageEvents(chat: Chat, conversation: ConversationSignals) {
  const activate = (target: EventTarget | null) => {
    const key = messageOf(target)?.dataset.key;
    if (key !== undefined) conversation.active.value = key;
  };
  return {
    onFocusIn: ({ target }: FocusEvent) => {
      activate(target);
      conversation.focused.value = messageOf(target)?.dataset.key;
    },
    // Without a target, the window lost the focus, or a browser that focuses no buttons.
    onFocusOut: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (!(currentTarget instanceof Element) || !(relatedTarget instanceof Element)) return;
      if (currentTarget.contains(relatedTarget)) return;
      conversation.focused.value = undefined;
      conversation.active.value = messageOf(currentTarget.querySelector("[data-key]:hover"))
        ?.dataset.key;
    },
    // A finger that scrolls goes over messages, too.
    onPointerOver: ({ pointerType, target }: PointerEvent) => {
      if (pointerType === "mouse") activate(target);
    },
    // A long press. The mouse has the browser's menu.
    onContextMenu: (event: MouseEvent) => {
      const message = messageOf(event.target);
      const isMouse = event instanceof PointerEvent && event.pointerType === "mouse";
      if (isMouse || !message) return;
      event.preventDefault();
      message.focus({ preventScroll: true });
    },
    onClick: ({ target }: MouseEvent) => {
      const person = target instanceof Element && target.closest<HTMLElement>("[data-person]");
      const name = person && findPerson(conversation, person.dataset.person ?? "");
      if (name) openPerson(chat, conversation, name);
    },
    onPointerLeave: () => {
      conversation.active.value = messageOf(document.activeElement)?.dataset.key;
    },
    onKeyDown: (event: KeyboardEvent) => {
      const message = messageOf(event.target);
      if (!message || event.ctrlKey || event.metaKey || event.altKey) return;
      rove(event);
      // Buttons in a message have keys of their own.
      const action = event.target === message ? actionOf(event.key) : undefined;
      const { key } = message.dataset;
      const entry = conversation.model.entries.findLast((entry) => entry.key === key);
      if (!action || entry?.kind !== "said") return;
      if (!actionsFor(chat, conversation, entry).includes(action)) return;
      event.preventDefault();
      act(chat, conversation, entry, action);
    },
  };
}

/** Opens the menu of another user, or the user's own. */
export function openPerson(chat: Chat, conversation: ConversationSignals, name: string): void {
  chat.open.value = name === chat.name.peek()
    ? { kind: "menu" }
    : { kind: "person", conversation, name };
}

/** Returns the element of the message that an element is in. */
export function messageOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-key]") : null;
}
