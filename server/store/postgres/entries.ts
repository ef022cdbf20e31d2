import type { Quote } from "../../../protocol/messages/changes.ts";
import { toQuote } from "../../../protocol/messages/to_quote.ts";
import { isMessage, type StoredEntry } from "../entry.ts";
import {
  type ChangeExtra,
  foldMessage,
  isChange,
  type MessageExtra,
  type MessageStateData,
  toChange,
} from "../fold.ts";
import type { SearchResult } from "../store.ts";
import { fromStoredText } from "../stored_text.ts";

/** An entry as a statement with {@linkcode ENTRY_COLUMNS} gives it. */
export interface EntryRow extends MessageStateData {
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly at: number;
  readonly extra: MessageExtra | ChangeExtra | null;
  /** The quote of a reply, without its `id`. */
  readonly quote: Omit<Quote, "id"> | null;
}

/**
 * Columns of an {@linkcode EntryRow}, of a row `entry` of `chat.message` and a row `state` of `chat.state`, which may be empty.
 * The text of an edit is empty where its message is not stored any more.
 */
export const ENTRY_COLUMNS = `
  entry.id, sender AS "from", recipient AS "to", at, extra, rev, edited, deleted, reactions,
  CASE WHEN extra ? 'type' AND text <> '' AND NOT EXISTS (
    SELECT FROM chat.message target
    WHERE target.conversation = entry.conversation AND target.id = (entry.extra ->> 'about')::bigint
  ) THEN '' ELSE text END AS text,
  CASE WHEN extra ? 'reply' AND deleted IS NULL THEN chat.quote(entry.conversation, (extra ->> 'reply')::bigint) END AS quote
`;

/** Adds the `state` to an `entry`, see {@linkcode ENTRY_COLUMNS}. */
export const JOIN_STATE =
  "LEFT JOIN chat.state ON state.conversation = entry.conversation AND state.id = entry.id";

/** Converts a row to the form in which an entry is read. */
export function toEntry(row: EntryRow): StoredEntry {
  const { id, from, to, at, extra, rev, quote } = row;
  const text = fromStoredText(row.text);
  if (isChange(extra)) return toChange({ id, from, to, text, at }, extra, text || undefined);
  if (rev === null && extra === null) return { id, from, to, text, at };
  const reply = quote === null ? undefined : toPostgresQuote(extra!.reply!, quote);
  return foldMessage({ id, from, to, text, at }, extra ?? {}, row, reply);
}

/** Converts a quote as the database gives it. */
export function toPostgresQuote(id: number, { from, text }: Omit<Quote, "id">): Quote {
  if (from === undefined || text === undefined) return { id };
  return toQuote(id, { from, text: fromStoredText(text) });
}

/** An entry in a conversation. */
export interface ResultRow extends EntryRow {
  readonly conversation: string;
}

/** Converts a row to a result; a change is none. */
export function toResults(row: ResultRow): readonly SearchResult[] {
  const entry = toEntry(row);
  return isMessage(entry) ? [{ ...entry, conversation: row.conversation }] : [];
}
