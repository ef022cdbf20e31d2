import type { Archive } from "./archive.ts";
import { isPostgres } from "./open_store.ts";
import { SqliteArchive } from "./sqlite/archive.ts";

/**
 * Opens the database that a `--db` names for reading only.
 *
 * @param location `postgres://user@host/database`, or the path of a SQLite file.
 * @returns Its messages.
 * @throws {StoreError} If it does not exist or cannot be opened; the message is one line with the database and the reason.
 */
export async function openArchive(location: string): Promise<Archive> {
  if (!isPostgres(location)) return SqliteArchive.open(location);
  const { PostgresArchive } = await import("./postgres/archive.ts");
  return await PostgresArchive.open(location);
}
