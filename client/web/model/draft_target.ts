import { isLeaveWord } from "../../../protocol/commands/is_leave_word.ts";
import type { MessageEntry } from "../../conversation/conversation_entry.ts";
import { MAX_PASTED_LINES } from "../../conversation/max_pasted_lines.ts";
import { mayEdit } from "../../conversation/message_rights.ts";
import type { Chat } from "./chat.ts";
import type { ConversationSignals } from "./conversation_signals.ts";

/** Makes the next message a reply. */
export function beginReply(conversation: ConversationSignals, message: MessageEntry): void {
  dropTarget(conversation);
  conversation.draftTarget.value = { kind: "reply", message };
}

/** Puts the text of a message into the composer, to be changed there. */
export function beginEdit(conversation: ConversationSignals, message: MessageEntry): void {
  dropTarget(conversation);
  const draft = conversation.draft.peek();
  conversation.draftTarget.value = { kind: "edit", message, draft };
  conversation.draft.value = message.text;
}

/** Edits the latest message of the user, if there is one. */
export function editLatest(conversation: ConversationSignals): void {
  const latest = conversation.model.messages.findLast(mayEdit);
  if (latest) beginEdit(conversation, latest);
}

/** Makes the next text a new message again. After an edit, the composer has the draft from before. */
export function dropTarget(conversation: ConversationSignals): void {
  if (conversation.newDraft.peek() === "") conversation.isPasted = false;
  conversation.draft.value = conversation.newDraft.peek();
  conversation.draftTarget.value = undefined;
}

export function countLines(text: string): number {
  return text.trimEnd().split("\n").length;
}

/** Sends what is typed, after a question if it is many pasted lines or a word to leave; see {@linkcode sendDraft}. */
export function trySendDraft(chat: Chat, conversation: ConversationSignals): void {
  const draft = conversation.draft.peek();
  const isLong = conversation.isPasted && countLines(draft) > MAX_PASTED_LINES;
  const isNew = conversation.draftTarget.peek() === undefined;
  if (isLong) chat.open.value = { kind: "lines", conversation };
  else if (isNew && isLeaveWord(draft)) chat.open.value = { kind: "word", conversation };
  else sendDraft(chat, conversation);
}

/** Sends what is typed: a line, a reply, or the new text of a message. An edit to nothing asks whether to delete it. */
export function sendDraft(chat: Chat, conversation: ConversationSignals): void {
  const target = conversation.draftTarget.peek();
  const text = conversation.draft.peek();
  if (target?.kind !== "edit") {
    if (!chat.enterLine(conversation, text, target?.message.id)) return;
    conversation.draft.value = "";
    return dropTarget(conversation);
  }
  const { message } = target;
  if (text.trim() === "") chat.open.value = { kind: "delete", conversation, message };
  else chat.change(conversation, { type: "edit", about: message.id, text: text.trimEnd() });
  dropTarget(conversation);
}
