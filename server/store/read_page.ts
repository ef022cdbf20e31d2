import type { StoredEntry } from "./entry.ts";
import { ReadBudget } from "./read_budget.ts";
import type { EntryPage, EntryRange } from "./store.ts";

/** Which entries of a conversation are kept: all from `first` to `last`. */
export interface KeptRange {
  /** The lowest id that is kept, 0 if none is. */
  readonly first: number;
  /** The last id there was. */
  readonly last: number;
}

/** Some ids of a conversation, in a direction. */
export interface EntrySpan {
  readonly from: number;
  /** Below `from` if there are none. */
  readonly to: number;
  /** Whether to begin with `from`, and not with `to`. */
  readonly isForward: boolean;
}

/**
 * Reads a page of a conversation.
 *
 * @param kept Which entries there are.
 * @param range Which of them to read.
 * @param entriesOf Gives the entries of a span, in its direction. It is asked for no more than are needed.
 */
export function readPage(
  { first, last }: KeptRange,
  { before = Infinity, after, around, limit, bytes = Infinity }: EntryRange,
  entriesOf: (span: EntrySpan) => Iterable<StoredEntry>,
): EntryPage {
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
