import type { ConversationSignals } from "./conversation_signals.ts";

/** A part of a draft that a text replaces; empty to insert. */
export interface DraftRange {
  readonly begin: number;
  readonly end: number;
}

/**
 * Puts a text into the draft of a conversation.
 *
 * @returns The cursor after it.
 */
export function insertText(
  { draft }: ConversationSignals,
  text: string,
  { begin, end }: DraftRange,
): number {
  const before = draft.peek();
  draft.value = before.slice(0, begin) + text + before.slice(end);
  return begin + text.length;
}
