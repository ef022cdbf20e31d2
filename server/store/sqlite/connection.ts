import { DatabaseSync } from "node:sqlite";
import { refuseNewer, requireNewest } from "../schema_version.ts";
import { APPLICATION_ID, SQLITE_MIGRATIONS } from "./migrations.ts";
import { StoreProblem } from "../store_error.ts";
import { creationError } from "./creation_error.ts";

/** Options of {@linkcode connectSqlite}. */
export interface SqliteConnectionOptions {
  /** Timeout for a lock of another process, in milliseconds. */
  readonly busyTimeout: number;
}

/**
 * Opens a database file and migrates it to the current schema. Only its owner can read a new file.
 *
 * @param path The path of the file.
 * @param options See {@linkcode SqliteConnectionOptions}.
 * @returns The connection.
 * @throws {Error} If it cannot be opened, is not a database of this program, or has a later schema version.
 */
export function connectSqlite(
  path: string,
  { busyTimeout }: SqliteConnectionOptions,
): DatabaseSync {
  openFile(path, { write: true, createNew: true, mode: 0o600 });
  const database = new DatabaseSync(path);
  try {
    // A commit survives a power loss only if it waits for the disk. What is deleted is overwritten.
    database.exec(`
      PRAGMA busy_timeout = ${busyTimeout};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA secure_delete = ON;
    `);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens a database file for reading only; does not create a file or change the schema.
 *
 * @param path The path of the file.
 * @returns The connection.
 * @throws {Error} If the file does not exist, is not a database of this program, or has another schema version.
 */
export function readSqlite(path: string): DatabaseSync {
  openFile(path, { read: true });
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    requireNewest(versionOf(database), SQLITE_MIGRATIONS.length);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Runs a function in a write transaction, which is rolled back if the function throws.
 *
 * @param database The connection.
 * @param run The function.
 * @returns Its result.
 */
export function transact<T>(database: DatabaseSync, run: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = run();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    try {
      database.exec("ROLLBACK");
    } catch {
      // After a disk error, SQLite has already rolled back.
    }
    throw error;
  }
}

/**
 * Runs a function in a read transaction, in which it sees a consistent snapshot.
 *
 * @param database The connection.
 * @param read The function.
 * @returns Its result.
 */
export function readSnapshot<T>(database: DatabaseSync, read: () => T): T {
  database.exec("BEGIN");
  try {
    return read();
  } finally {
    database.exec("COMMIT");
  }
}

/** Opens and closes a file to create it or to check that it exists: the system's error is clearer than SQLite's. */
function openFile(path: string, options: Deno.OpenOptions): void {
  try {
    Deno.openSync(path, options).close();
  } catch (error) {
    if (!options.createNew) throw error;
    // A file that exists is not opened: closing it would release the locks that other connections of this process have on it.
    if (!(error instanceof Deno.errors.AlreadyExists)) throw creationError(error);
  }
  if (Deno.statSync(path).isDirectory) {
    throw Object.assign(new Error("Is a directory"), { code: "EISDIR" });
  }
}

function migrate(database: DatabaseSync): void {
  if (versionOf(database) === SQLITE_MIGRATIONS.length) return;
  transact(database, () => {
    // Another process may have migrated it meanwhile.
    for (const migration of SQLITE_MIGRATIONS.slice(versionOf(database))) database.exec(migration);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${SQLITE_MIGRATIONS.length}`);
  });
}

/** Returns the schema version of the database; 0 if it is empty. */
function versionOf(database: DatabaseSync): number {
  const { application, version, tables } = database.prepare(`
    SELECT application_id AS application, user_version AS version,
      (SELECT count(*) FROM sqlite_schema) AS tables
    FROM pragma_application_id, pragma_user_version
  `).get() as { application: number; version: number; tables: number };
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || tables !== 0)) {
    throw new StoreProblem("foreign", "it is a database of another program");
  }
  refuseNewer(version, SQLITE_MIGRATIONS.length);
  return version;
}
