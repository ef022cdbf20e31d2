import { MAX_QUOTE } from "../limits.ts";
import type { Quote } from "./changes.ts";
import type { RoomMessage } from "./server_messages.ts";

/** Returns the quote of a message; only its `id` if the message is deleted or not known. */
export function toQuote(
  id: number,
  message: Pick<RoomMessage, "from" | "text" | "deleted"> | undefined,
): Quote {
  if (message === undefined || message.deleted) return { id };
  return { id, from: message.from, text: quotedPart(message.text) };
}

/** Returns the part of a text that a quote has. */
export function quotedPart(text: string): string {
  if (text.length <= MAX_QUOTE) return text;
  // A code point has at most two units.
  return [...text.slice(0, 2 * MAX_QUOTE)].slice(0, MAX_QUOTE).join("");
}
