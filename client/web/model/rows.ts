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

type Group = ConversationRow & { readonly kind: "group" };

/** Longest pause between two messages of a group, in milliseconds. */
const MAX_PAUSE = 5 * 60_000;

/** Most messages of a group, which is drawn again with each message that it gets. */
const MAX_GROUP = 50;

/**
 * Groups entries by day and sender.
 *
 * @param entries Messages and notes, in order.
 * @param marker Id of the last message that was read; a row before the next one from another user marks it as new.
 * @param before The rows of earlier entries. Those that are the same now are used again, so that they need not be drawn.
 * @returns The rows, in order.
 */
export function toRows(
  entries: readonly ConversationEntry[],
  marker: number | undefined,
  before: readonly ConversationRow[] = [],
): readonly ConversationRow[] {
  const rows: ConversationRow[] = [];
  let [dayBegin, dayEnd] = [0, 0];
  let isMarked = marker === undefined;
  for (const entry of entries) {
    if (entry.at < dayBegin || entry.at >= dayEnd) {
      [dayBegin, dayEnd] = dayOf(entry.at);
      rows.push({ kind: "day", key: `day ${entry.key}`, at: entry.at });
    }
    if (entry.kind === "note") {
      rows.push(entry);
      continue;
    }
    if (!isMarked && entry.id > marker! && !entry.isOwn) {
      rows.push({ kind: "new", key: "new" });
      isMarked = true;
    }
    const last = rows.at(-1);
    if (last?.kind === "group" && belongsTo(last, entry)) last.messages.push(entry);
    else {
      const { key, from, at, isOwn, action: isAction = false } = entry;
      rows.push({ kind: "group", key, from, at, isOwn, isAction, messages: [entry] });
    }
  }
  const known = new Map(before.map((row) => [row.key, row]));
  return rows.map((row) => {
    const same = known.get(row.key);
    return same && isSame(row, same) ? same : row;
  });
}

function belongsTo({ from, isAction, messages }: Group, entry: MessageEntry): boolean {
  return from === entry.from && !isAction && !entry.action && messages.length < MAX_GROUP &&
    entry.at - messages.at(-1)!.at < MAX_PAUSE;
}

/** The times at which the day of a time begins and ends, in Unix milliseconds. */
function dayOf(at: number): readonly [begin: number, end: number] {
  const day = new Date(at);
  const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()];
  return [new Date(year, month, date).getTime(), new Date(year, month, date + 1).getTime()];
}

/** Whether two rows with the same key show the same. A message or note that changes is another object. */
function isSame(row: ConversationRow, other: ConversationRow): boolean {
  if (row.kind !== "group" || other.kind !== "group") {
    return row.kind === other.kind && row.kind !== "note" || row === other;
  }
  return row.messages.length === other.messages.length &&
    row.messages.every((message, index) => message === other.messages[index]);
}
