import { MemoryStore } from "./memory_store.ts";
import type { Store } from "./store.ts";

/**
 * Opens the store that a `--db` names.
 *
 * @param location `:memory:`.
 * @returns The store.
 */
export function openStore(location: string): Promise<Store> {
  if (location === ":memory:") return Promise.resolve(new MemoryStore());
  return Promise.reject(new TypeError(`Cannot open database as it is not known: ${location}`));
}
