import { type Change, isChange } from "../../protocol/messages/changes.ts";
import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import type { Wire } from "../dialect/dialect.ts";
import { fitMessage } from "../dialect/fit_message.ts";
import { jsonSize } from "../dialect/json_size.ts";
import { isMessage, type StoredEntry, type StoredMessage } from "../store/entry.ts";
import type { EntryPage } from "../store/store.ts";
import { toChange } from "../store/wire_entry.ts";
import { ENVELOPE, fitAround } from "./paginate.ts";

/** What a member gets of a page: messages of a room or of a private conversation. */
type PageMessage = HistoryPage["messages"][number];

/** Options of {@linkcode toHistoryPage}. */
export interface HistoryPageOptions {
  /** The wire of the member that it is for. */
  readonly wire: Wire;
  /** Maximum payload of a frame, in bytes. */
  readonly maxFrame: number;
  /** What to keep where not all fits: one end, or what is around an id. */
  readonly keep: "oldest" | "newest" | number;
  /** Converts a stored message. */
  readonly toMessage: (stored: StoredMessage) => PageMessage;
  /** Whether an entry is for this member; by default each is. */
  readonly isShown?: (entry: StoredEntry) => boolean;
}

/** Part of a page that fits a frame. */
export interface FittingPage {
  /** Messages and, to clients that ask for changes, those and the ids that the page covers. */
  readonly content: Pick<HistoryPage, "messages" | "changes" | "first" | "last" | "mine">;
  /** The first id that it covers, 0 if it covers none. */
  readonly first: number;
  /** The last id that it covers, 0 if it covers none. */
  readonly last: number;
  /** Whether older entries of the page did not fit. */
  readonly isCutBefore: boolean;
  /** Whether newer entries of the page did not fit. */
  readonly isCutAfter: boolean;
}

/**
 * Takes as much of a page as fits a frame.
 *
 * @param page The page, as it was read.
 * @param options See {@linkcode HistoryPageOptions}.
 */
export function toHistoryPage(
  { entries, mine }: EntryPage,
  { wire, maxFrame, keep, toMessage, isShown = () => true }: HistoryPageOptions,
): FittingPage {
  const toItem = (entry: StoredEntry) =>
    isMessage(entry) ? fitMessage(toMessage(entry), maxFrame - ENVELOPE) : toChange(entry);
  const items = entries.filter((entry) => (wire.changes || isMessage(entry)) && isShown(entry))
    .map(toItem);
  const ownOf = (item: PageMessage | Change) => isChange(item) ? undefined : mine?.get(item.id);
  const { from, to } = fitAround(items, maxFrame, startOf(items, keep), (item) => {
    const own = ownOf(item);
    return jsonSize(item) + (own ? jsonSize({ [item.id]: own }) : 0);
  });
  const isCutBefore = from > 0;
  const isCutAfter = to < items.length;
  const first = isCutBefore ? items[from - 1]!.id + 1 : entries[0]?.id ?? 0;
  const last = isCutAfter ? items[to]!.id - 1 : entries.at(-1)?.id ?? 0;
  const shown = items.slice(from, to);
  const messages = shown.filter((item): item is PageMessage => !isChange(item));
  if (!wire.changes) return { content: { messages }, first, last, isCutBefore, isCutAfter };
  const content = {
    messages,
    changes: shown.filter(isChange),
    ...(first > 0 && { first, last }),
    mine: Object.fromEntries(messages.flatMap((message) => {
      const own = ownOf(message);
      return own ? [[message.id, own]] : [];
    })),
  };
  return { content, first, last, isCutBefore, isCutAfter };
}

/** Returns the index at which a page begins to fill a frame. */
function startOf(
  items: readonly { readonly id: number }[],
  keep: HistoryPageOptions["keep"],
): number {
  if (keep === "oldest") return 0;
  if (keep === "newest") return items.length;
  const index = items.findIndex(({ id }) => id >= keep);
  return index < 0 ? items.length : index;
}
