import type { MessageState } from "../../protocol/messages/changes.ts";
import type { Block, Inline } from "./formatted_text.ts";
import { parseText } from "./parse_text.ts";

/**
 * Whether a text contains a name as a word, with or without an `@`; a name of one or two characters, only with it. What is
 * in code or in a URL is no mention.
 *
 * @param text Text of a message.
 * @param name Name of a user.
 */
export function mentions(text: string, name: string): boolean {
  return name !== "" && parseText(text, name).some(isMentionedIn);
}

/** Whether a message of another user names this one or replies to this one. */
export function isForUser(
  { from, text, reply }: { readonly from: string; readonly text: string } & MessageState,
  self: string,
): boolean {
  return from !== self && (reply?.from === self || mentions(text, self));
}

function isMentionedIn(part: Block | Inline): boolean {
  if (part.kind === "name") return part.isSelf;
  return "content" in part && part.content.some(isMentionedIn);
}
