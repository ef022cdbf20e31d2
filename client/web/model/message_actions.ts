import type { MessageEntry } from "../../conversation/conversation_entry.ts";
import { mayDelete, mayEdit } from "../../conversation/message_rights.ts";
import type { Chat } from "./chat.ts";
import { copyText } from "./copy_text.ts";
import type { ConversationSignals } from "./conversation_signals.ts";
import { beginEdit, beginReply } from "./draft_target.ts";
import { linkTo } from "./link_to.ts";

/** What a user can do with a message. */
export type MessageAction = "react" | "reply" | "copy" | "link" | "edit" | "delete";

/** Keys of the actions on the focused message, in lower case. */
const KEYS: Readonly<Record<string, MessageAction>> = {
  "+": "react",
  r: "reply",
  e: "edit",
  c: "copy",
  l: "link",
  delete: "delete",
  backspace: "delete",
};

/** Returns the action of a key, if it has one. */
export function actionOf(key: string): MessageAction | undefined {
  return Object.hasOwn(KEYS, key.toLowerCase()) ? KEYS[key.toLowerCase()] : undefined;
}

/** Returns what the user can do with a message, in the order in which it is offered. */
export function actionsFor(
  { name }: Chat,
  { kind, model, operators }: ConversationSignals,
  message: MessageEntry,
): readonly MessageAction[] {
  // The server has lost a message of an earlier numbering.
  const isKnown = model.get(message.id)?.key === message.key;
  if (!isKnown || message.deleted) return [];
  return [
    "react",
    "reply",
    "copy",
    ...(kind === "room" ? ["link" as const] : []),
    ...(mayEdit(message) ? ["edit" as const] : []),
    ...(mayDelete(message, { kind, operators: operators.value }, name.value)
      ? ["delete" as const]
      : []),
  ];
}

/** Does what the user asks for, or opens the dialog for it. */
export function act(
  chat: Chat,
  conversation: ConversationSignals,
  message: MessageEntry,
  action: MessageAction,
): void {
  switch (action) {
    case "reply":
      return beginReply(conversation, message);
    case "edit":
      return beginEdit(conversation, message);
    case "copy":
      return copy(conversation, message, action, message.text);
    case "link":
      return copy(
        conversation,
        message,
        action,
        linkTo({ room: conversation.name.value, id: message.id }),
      );
    case "react":
    case "delete":
      chat.open.value = { kind: action, conversation, message };
  }
}

/** Copies a text of or about a message, and says so beside it. */
function copy(
  conversation: ConversationSignals,
  { key }: MessageEntry,
  what: "copy" | "link",
  text: string,
): void {
  void copyText(text).then((isCopied) => {
    if (isCopied) conversation.copied.value = { key, what };
  });
}

/** Adds a reaction of the user to a message, or removes it if it is there. */
export function toggleReaction(
  chat: Chat,
  conversation: ConversationSignals,
  { id, mine }: MessageEntry,
  emoji: string,
): void {
  const remove = mine.includes(emoji) ? { remove: true as const } : {};
  chat.change(conversation, { type: "react", about: id, emoji, ...remove });
}
