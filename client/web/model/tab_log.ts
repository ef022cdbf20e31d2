import { stateOf } from "../../../protocol/messages/changes.ts";
import type { HistoryPage } from "../../../protocol/messages/server_messages.ts";
import type { ReceivedMessage } from "../../conversation/conversation_entry.ts";
import type { ConversationSignals } from "./conversation_signals.ts";

/** Most messages stored of a room. */
const MAX_MESSAGES = 50;

/** Most UTF-16 code units stored of all rooms: a tenth of what browsers give to the storage of a tab. */
const MAX_LENGTH = 500_000;

const KEY = "chat.log";

/** A message as stored, with the emoji of this user. */
interface StoredMessage extends ReceivedMessage {
  readonly mine?: readonly string[];
}

/** The latest messages of rooms, by the keys of conversations. */
export type TabLog = Readonly<Record<string, readonly StoredMessage[]>>;

/**
 * Stores the latest messages of the rooms in this tab, to show them if the page is opened again without a connection. Private
 * conversations are not stored.
 *
 * @param conversations The conversations by their keys; of the first ones more is kept.
 */
export function saveTabLog(conversations: Iterable<readonly [string, ConversationSignals]>): void {
  const log: Record<string, readonly StoredMessage[]> = {};
  let left = MAX_LENGTH;
  for (const [key, { kind, model }] of conversations) {
    if (kind !== "room") continue;
    const messages: StoredMessage[] = [];
    for (const entry of model.messages.slice(-MAX_MESSAGES).reverse()) {
      const { id, from, text, at, mine } = entry;
      const message = { id, from, text, at, ...stateOf(entry), ...(mine.length > 0 && { mine }) };
      left -= JSON.stringify(message).length + 1;
      if (left < 0) break;
      messages.push(message);
    }
    log[key] = messages.reverse();
  }
  try {
    sessionStorage.setItem(KEY, JSON.stringify(log));
  } catch {
    // The browser stores nothing for this page, or its storage is full.
    removeTabLog();
  }
}

/** Reads what {@linkcode saveTabLog} stored; empty if that is nothing. */
export function loadTabLog(): TabLog {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

/** Removes what {@linkcode saveTabLog} stored. */
export function removeTabLog(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There is nothing then.
  }
}

/** Shows stored messages of a room. No others are loaded before {@linkcode continueLog}. */
export function restoreLog(
  { model, isLoading }: ConversationSignals,
  messages: readonly StoredMessage[],
  self: string,
): void {
  isLoading.value = true;
  if (messages.length === 0) return;
  const mine = Object.fromEntries(messages.map(({ id, mine = [] }) => [id, mine]));
  model.add(messages, self, mine);
  model.setOlder(true);
}

/** Prepares a room with restored messages for a page of its latest ones: where others are missing between the two, only the page is shown. */
export function continueLog({ model, isLoading }: ConversationSignals, page: HistoryPage): void {
  const first = page.first ?? page.messages[0]?.id;
  if (first !== undefined && first > model.last.id + 1) model.clear();
  isLoading.value = false;
}
