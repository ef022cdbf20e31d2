import type { Quote } from "../../../protocol/messages/changes.ts";
import { toQuote } from "../../../protocol/messages/to_quote.ts";
import { isMessage, type StoredEntry } from "../entry.ts";
import type { EntrySpan } from "../read_page.ts";
import type { Ring } from "./ring.ts";

/** Yields stored entries of a ring as readers see them. */
export function* shownEntries(
  ring: Ring,
  { from, to, isForward }: EntrySpan,
): Iterable<StoredEntry> {
  if (isForward) { for (let id = from; id <= to; id++) yield shownEntry(ring, ring.get(id)); }
  else for (let id = to; id >= from; id--) yield shownEntry(ring, ring.get(id));
}

/** Returns an entry of a ring, with a quote if it is a reply. */
export function shownEntry<T extends StoredEntry>(ring: Ring, entry: T): T;
export function shownEntry(ring: Ring, entry: StoredEntry): StoredEntry {
  if (!isMessage(entry) || entry.reply === undefined) return entry;
  const { id } = entry.reply;
  return { ...entry, reply: quoteFrom(ring, id) ?? { id } };
}

/** Returns the quote for a reply to an entry of a ring, or `undefined` if it was never a message. */
export function quoteFrom(ring: Ring, id: number): Quote | undefined {
  const entry = ring.find(id);
  if (id < 1 || id > ring.last || entry !== undefined && !isMessage(entry)) return undefined;
  return toQuote(id, entry);
}
