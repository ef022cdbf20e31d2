import type { StoredEntry } from "./entry.ts";
import { ReadBudget } from "./read_budget.ts";
import type { EntryPage, EntryRange } from "./store.ts";

/** Stored ids of a conversation: all from `first` to `last`. */
export interface KeptRange {
  /** The lowest stored id; 0 if there is none. */
  readonly first: number;
  /** The last id. */
  readonly last: number;
}

/** A range of ids with a direction. */
export interface EntrySpan {
  readonly from: number;
  /** Below `from` if the range is empty. */
  readonly to: number;
  /** Whether to start with `from` rather than `to`. */
  readonly isForward: boolean;
}

/**
 * Reads a page of a conversation.
 *
 * @param kept The stored ids.
 * @param range The entries to read.
 * @param entriesOf Yields the entries of a span in its direction. No more are requested than needed.
 */
export function readPage(
  { first, last }: KeptRange,
  { before = Infinity, after, around, limit, bytes = Infinity }: EntryRange,
  entriesOf: (span: EntrySpan) => Iterable<StoredEntry>,
): Omit<EntryPage, "mine"> {
  if (first === 0) return { entries: [], more: false, moreAfter: false, first };
  const read = (span: EntrySpan, budget: ReadBudget) => {
    if (span.from <= span.to) {
      for (const entry of entriesOf(span)) {
        if (!budget.take(entry)) break;
      }
    }
    return span.isForward ? budget.entries : budget.entries.reverse();
  };
  if (around !== undefined) {
    const middle = Math.min(Math.max(around, first), last);
    const half = Math.floor(limit / 2);
    const room = new ReadBudget({ limit: half, bytes: bytes / 2, takesFirst: false });
    const older = read({ from: first, to: middle - 1, isForward: false }, room);
    const rest = new ReadBudget({
      limit: limit - half + room.limit,
      bytes: bytes / 2 + room.bytes,
    });
    const newer = read({ from: middle, to: last, isForward: true }, rest);
    return {
      entries: [...older, ...newer],
      more: middle - older.length > first,
      moreAfter: middle + newer.length <= last,
      first,
    };
  }
  const isForward = after !== undefined;
  const from = Math.max(first, (after ?? 0) + 1);
  const to = Math.min(last, before - 1);
  const entries = read({ from, to, isForward }, new ReadBudget({ limit, bytes }));
  const more = entries.length < to - from + 1;
  return { entries, more, moreAfter: isForward && more || to < last, first };
}
