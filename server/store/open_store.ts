import type { NodeLease } from "./node_lease.ts";
import type { PrunedStore, Retention } from "./retention.ts";
import type { SearchTime } from "./search_time.ts";

/** Returns whether a `--db` names a PostgreSQL database. */
export function isPostgres(location: string): boolean {
  return /^postgres(ql)?:\/\//.test(location);
}

/**
 * Opens the store that a `--db` names.
 *
 * @param location `:memory:`, `postgres://user@host/database`, or the path of a SQLite file.
 * @param options Retention, duration of searches, the lease of a node, and whether a server opens it: only one server may
 * use a SQLite file, and it is notified of damage.
 * @returns The store.
 * @throws {StoreError} If it cannot be opened; the message is one line with the store and the reason.
 */
export async function openStore(
  location: string,
  options: Retention & SearchTime & {
    readonly lease?: NodeLease;
    readonly isServer?: boolean;
    readonly onDamaged?: (copy: string) => void;
  } = {},
): Promise<PrunedStore> {
  // Loaded on demand: the modules of an unused store would delay the start.
  if (location === ":memory:") {
    const { MemoryStore } = await import("./memory/store.ts");
    return new MemoryStore(options);
  }
  if (!isPostgres(location)) {
    const { SqliteStore } = await import("./sqlite/store.ts");
    return await SqliteStore.open(location, options);
  }
  const { PostgresStore } = await import("./postgres/store.ts");
  return await PostgresStore.open(location, options);
}
