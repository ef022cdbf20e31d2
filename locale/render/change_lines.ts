import type { ChangeEvent } from "../../protocol/messages/changes.ts";
import type { DirectMessage, RoomMessage } from "../../protocol/messages/server_messages.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";
import type { ChatTexts } from "../texts/catalogue.ts";

/** Makes the text of users safe to show. */
export type ShowText = (text: string) => string;

/**
 * Renders a change of a message as lines: an edit with the new text, a deletion with its reason. Reactions have none.
 *
 * @param event The change, as one user gets it.
 * @param texts The language.
 * @param showText Makes the text of users safe to show; by default it escapes all control characters.
 * @returns The lines, without line breaks at their ends.
 */
export function changeLines(
  event: ChangeEvent,
  texts: ChatTexts,
  showText: ShowText = escapeControl,
): readonly string[] {
  const { type, from, text, target } = event;
  if (type === "edited" && text !== undefined) {
    const where = event.room ?? texts.chat.privately;
    const edited = texts.chat.edited(from, target && shortMoment(target.at, texts));
    return [`[${where}] ${edited}: ${showText(text)}`];
  }
  if (type !== "deleted") return [];
  const { reason } = event;
  const deletion = { by: from, ...(reason !== undefined && { reason }) };
  return [
    deletionLine(target ? { ...deletion, author: target.from, at: target.at } : deletion, texts),
  ];
}

/**
 * Renders a message as a line.
 *
 * @param message The message.
 * @param texts The language.
 * @param showText Makes the text of users safe to show.
 */
export function messageLine(
  message: RoomMessage | DirectMessage,
  texts: ChatTexts,
  showText: ShowText,
): string {
  const { from, text, at, action, reply, deleted } = message;
  if (deleted) return deletionLine({ ...deleted, author: from, at }, texts);
  const where = "room" in message ? message.room : texts.chat.privately;
  if (action) return `[${where}] * ${from} ${showText(text)}`;
  const name = reply ? texts.chat.replying(from, reply.from) : from;
  return `[${where}] ${name}: ${showText(text)}`;
}

/** A deletion: who did it, whose message it was, and when that was sent. */
interface DeletedMessage {
  readonly by: string;
  readonly author?: string;
  readonly at?: number;
  readonly reason?: string;
}

function deletionLine({ by, author = by, at, reason }: DeletedMessage, texts: ChatTexts): string {
  const { chat } = texts;
  const moment = at === undefined ? undefined : shortMoment(at, texts);
  const deleted = chat.deleted(by, author === by ? undefined : author, moment);
  return `[${chat.system}] ${deleted}${reason ? `: ${escapeControl(reason)}` : "."}`;
}

/** Formats a time as a time of day, with its date unless it is today. */
function shortMoment(at: number, { chat, client }: ChatTexts): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return isToday ? chat.time(at) : client.moment(at);
}
