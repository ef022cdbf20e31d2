import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import type { DisplayEntry } from "./display_entry.ts";
import { oldEntries } from "./old_entries.ts";
import type { ReadPoint } from "./read_points.ts";

/** Most messages shown before the new ones, and in a room that is new to the user: a third of a small terminal. */
const MAX_CONTEXT = 5;

/** Options of {@linkcode recentEntries}. */
export interface RecentOptions {
  /** Name of the user. */
  readonly self: string;
  readonly texts: ChatTexts;
}

/**
 * Returns what to show of the latest messages of a room that the user enters: a few that the user has seen, a line, and the
 * new ones; without new ones, a notice that ends them, so that they do not look new.
 *
 * @param history The latest messages.
 * @param read The newest message that the user has seen, if known.
 * @param options The user and the language.
 */
export function recentEntries(
  history: HistoryPage,
  read: ReadPoint | undefined,
  { self, texts }: RecentOptions,
): readonly DisplayEntry[] {
  const { room = "", messages, more } = history;
  const first = firstNew(messages, read, self);
  const seen = first < 0 ? messages : messages.slice(0, first);
  const fresh = first < 0 ? [] : messages.slice(first);
  const context = seen.slice(-MAX_CONTEXT);
  const { recentEnd, moreNew, newMessages } = texts.client;
  const system = (text: string): DisplayEntry => ({ type: "system", text });
  const shown = context.length === 0
    ? []
    : oldEntries({ type: "history", room, messages: context, more: false }, texts);
  if (fresh.length === 0) return shown.length === 0 ? [] : [...shown, system(recentEnd(room))];
  return [
    ...shown,
    ...(seen.length === 0 && more ? [system(moreNew)] : []),
    { type: "separator", text: newMessages },
    ...fresh.map((message) => ({ type: "said", message, isOld: true }) as const),
  ];
}

/** Returns the index of the first message that the user has not seen; -1 if all were, or it is not known. */
export function firstNew(
  messages: HistoryPage["messages"],
  read: ReadPoint | undefined,
  self: string,
): number {
  if (read === undefined) return -1;
  // The user's own are not new, even if the client ended before it got them.
  return messages.findIndex(({ id, at, from }) => from !== self && (id > read.id || at > read.at));
}
