import type { Archive, Retention } from "./archive.ts";
import { MemoryStore } from "./memory_store.ts";
import { SqliteStore } from "./sqlite_store.ts";

/**
 * Opens the store that a `--db` names.
 *
 * @param location `:memory:`, or the path of a SQLite file.
 * @param retention How much to keep.
 * @returns The store.
 * @throws {StoreError} If it cannot be opened, in one line that says which and why.
 */
export function openStore(location: string, retention: Retention = {}): Promise<Archive> {
  if (location === ":memory:") return Promise.resolve(new MemoryStore(retention));
  return SqliteStore.open(location, retention);
}
