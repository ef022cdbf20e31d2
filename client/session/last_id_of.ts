import type { HistoryPage } from "../../protocol/messages/server_messages.ts";

/** Returns the last id that a page of the history covers; 0 for an empty conversation, whose first message has the id 1. */
export function lastIdOf({ last, messages }: HistoryPage): number {
  return last ?? messages.at(-1)?.id ?? 0;
}
