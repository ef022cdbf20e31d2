import { changeLines, type ShowText } from "../../locale/render/change_lines.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ChangeEvent } from "../../protocol/messages/changes.ts";
import type { ReceivedMessage } from "./conversation_entry.ts";
import { excerpt } from "./excerpt.ts";

/** A change of a message, to display. */
export interface ChangeEntry {
  readonly type: "changed";
  readonly change: ChangeEvent;
  /** The message as it is now, if it is known. */
  readonly message?: ReceivedMessage;
}

/**
 * Renders a change as a line: an edit with the time of the message and the new text, a reaction with the beginning of the
 * message.
 *
 * @param entry The change.
 * @param texts The language.
 * @param showText Makes the text of users safe to show.
 */
export function changeText(
  { change, message }: ChangeEntry,
  texts: ChatTexts,
  showText: ShowText,
): string {
  const { type, about, emoji = "", from, removed = false, room = texts.chat.privately } = change;
  if (type === "reacted") {
    const to = message ? { author: message.from } : { id: about };
    const reacted = texts.client.reacted({ from, emoji: showText(emoji), removed, ...to });
    return `[${room}] ${reacted}${message ? `: ${showText(excerpt(message.text))}` : ""}`;
  }
  const target = message && { target: { from: message.from, at: message.at } };
  return changeLines({ ...change, ...target }, texts, showText).join("\n");
}
