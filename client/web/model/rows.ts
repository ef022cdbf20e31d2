import type {
  ConversationEntry,
  MessageEntry,
  Note,
} from "../../conversation/conversation_entry.ts";

/** One row of the log. Consecutive messages from one sender are one row; what `/me` says has its own. */
export type ConversationRow =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "new"; readonly key: string }
  | {
    readonly kind: "group";
    readonly key: string;
    readonly from: string;
    readonly at: number;
    readonly isOwn: boolean;
    /** Whether its only message tells what the sender does, as `/me` says it. */
    readonly isAction: boolean;
    readonly messages: MessageEntry[];
  }
  | Note;

/** Longest pause between two messages of a group, in milliseconds. */
const MAX_PAUSE = 5 * 60_000;

/**
 * Groups entries by day and sender.
 *
 * @param entries Messages and notes, in order.
 * @param marker Id of the last message that was read; a row before the next one from another user marks it as new.
 * @returns The rows, in order.
 */
export function toRows(
  entries: readonly ConversationEntry[],
  marker: number | undefined,
): readonly ConversationRow[] {
  const rows: ConversationRow[] = [];
  let day = "";
  let isMarked = marker === undefined;
  for (const entry of entries) {
    const today = new Date(entry.at).toDateString();
    if (today !== day) rows.push({ kind: "day", key: `day ${entry.key}`, at: entry.at });
    day = today;
    if (entry.kind === "note") {
      rows.push(entry);
      continue;
    }
    if (!isMarked && entry.id > marker! && !entry.isOwn) {
      rows.push({ kind: "new", key: "new" });
      isMarked = true;
    }
    const last = rows.at(-1);
    if (
      last?.kind === "group" && last.from === entry.from && !last.isAction && !entry.action &&
      entry.at - last.messages.at(-1)!.at < MAX_PAUSE
    ) last.messages.push(entry);
    else {
      const { key, from, at, isOwn, action: isAction = false } = entry;
      rows.push({ kind: "group", key, from, at, isOwn, isAction, messages: [entry] });
    }
  }
  return rows;
}
