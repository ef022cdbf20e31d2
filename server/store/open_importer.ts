import type { Importer } from "./importer.ts";
import { isPostgres } from "./open_store.ts";

/**
 * Opens a database to import entries. A SQLite file is created if it does not exist.
 *
 * @param location `postgres://user@host/database`, or the path of a SQLite file.
 * @throws {StoreError} If it cannot be opened or contains messages.
 */
export async function openImporter(location: string): Promise<Importer> {
  if (!isPostgres(location)) {
    const { SqliteImporter } = await import("./sqlite/importer.ts");
    return await SqliteImporter.open(location);
  }
  const { PostgresImporter } = await import("./postgres/importer.ts");
  return await PostgresImporter.open(location);
}
