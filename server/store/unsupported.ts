import type { NewEntry, NewMessage } from "./entry.ts";
import { StoreError } from "./store_error.ts";

/**
 * Returns entries as plain messages, for stores that take nothing else yet.
 *
 * @throws {StoreError} If any of them is a change, a reply or an action.
 */
export function requireMessages(entries: readonly NewEntry[]): readonly NewMessage[] {
  const isPlain = (entry: NewEntry): entry is NewMessage =>
    !("change" in entry) && entry.reply === undefined && entry.action === undefined;
  if (entries.every(isPlain)) return entries;
  throw new StoreError("Cannot store changes: this database takes messages only");
}
