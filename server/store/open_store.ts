import { MemoryStore } from "./memory/store.ts";
import type { NodeLease } from "./node_lease.ts";
import type { PrunedStore, Retention } from "./retention.ts";
import type { SearchTime } from "./search_time.ts";

/** Tells whether a `--db` names a PostgreSQL database. */
export function isPostgres(location: string): boolean {
  return /^postgres(ql)?:\/\//.test(location);
}

/**
 * Opens the store that a `--db` names.
 *
 * @param location `:memory:`, `postgres://user@host/database`, or the path of a SQLite file.
 * @param options How much to keep, for how long to search, of several nodes, on behalf of which one, and whether it
 * is for a server: only one may have a SQLite file, and it is told where that is damaged.
 * @returns The store.
 * @throws {StoreError} If it cannot be opened, in one line that says which and why.
 */
export async function openStore(
  location: string,
  options: Retention & SearchTime & {
    readonly lease?: NodeLease;
    readonly isServer?: boolean;
    readonly onDamaged?: (copy: string) => void;
  } = {},
): Promise<PrunedStore> {
  if (location === ":memory:") return new MemoryStore(options);
  // Loaded here, as a start should not wait for a store that is not used.
  if (!isPostgres(location)) {
    const { SqliteStore } = await import("./sqlite/store.ts");
    return await SqliteStore.open(location, options);
  }
  const { PostgresStore } = await import("./postgres/store.ts");
  return await PostgresStore.open(location, options);
}
