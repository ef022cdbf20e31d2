import type { DatabaseSync } from "node:sqlite";
import { type Archive, type ArchivedEntry, type ArchiveOptions, PAGE } from "../archive.ts";
import { readSqlite } from "./connection.ts";
import { type SliceOptions, SqliteSlices } from "./slices.ts";
import { failure } from "../store_error.ts";

/**
 * Reads a SQLite file in short transactions. A long one would keep the write-ahead log from being emptied, so a slow
 * reader would make it grow.
 */
export class SqliteArchive implements Archive {
  readonly #database: DatabaseSync;
  readonly #slices: SqliteSlices;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#slices = new SqliteSlices(database);
  }

  /**
   * Opens a database file for reading only.
   *
   * @param path The path of the file.
   * @returns Its entries.
   * @throws {StoreError} If the file does not exist, is not a database of this program, or has another schema version.
   */
  static open(path: string): SqliteArchive {
    try {
      return new SqliteArchive(readSqlite(path));
    } catch (error) {
      return failure("open database", { place: path })(error);
    }
  }

  async last(conversation: string): Promise<number> {
    return await attempt(() => this.#slices.latest(conversation));
  }

  async *entries(options: ArchiveOptions = {}): AsyncGenerator<readonly ArchivedEntry[]> {
    // While a server keeps adding entries, this would otherwise never end.
    const until = await attempt(() => this.#slices.latest(options.conversation));
    let after: number | undefined = 0;
    while (after !== undefined) {
      const bounds: SliceOptions = { ...options, after, until, limit: PAGE };
      const slice = await attempt(() => this.#slices.read(bounds));
      if (slice.entries.length > 0) yield slice.entries;
      after = slice.end;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#database.close();
    return Promise.resolve();
  }
}

function attempt<T>(read: () => T): Promise<T> {
  return Promise.try(read).catch(failure("read messages"));
}
