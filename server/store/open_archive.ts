import type { Archive } from "./archive.ts";
import { isPostgres } from "./open_store.ts";
import { SqliteArchive } from "./sqlite/archive.ts";

/**
 * Opens what a `--db` names for reading only.
 *
 * @param location `postgres://user@host/database`, or the path of a SQLite file.
 * @returns What is kept there.
 * @throws {StoreError} If it is not there or cannot be opened, in one line that says which and why.
 */
export async function openArchive(location: string): Promise<Archive> {
  if (!isPostgres(location)) return SqliteArchive.open(location);
  const { PostgresArchive } = await import("./postgres/archive.ts");
  return await PostgresArchive.open(location);
}
