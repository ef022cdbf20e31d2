import type { DatabaseSync } from "node:sqlite";
import { type Archive, PAGE } from "../archive.ts";
import { readSqlite } from "./connection.ts";
import { type SliceOptions, SqliteReader } from "./reader.ts";
import type { SearchResult } from "../store.ts";
import { failure } from "../store_error.ts";

/**
 * Reads a SQLite file in short transactions. A long one would keep the write-ahead log from being emptied, so a slow
 * reader would make it grow.
 */
export class SqliteArchive implements Archive {
  readonly #database: DatabaseSync;
  readonly #reader: SqliteReader;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#reader = new SqliteReader(database);
  }

  /**
   * Opens a database file for reading only.
   *
   * @param path The path of the file.
   * @returns Its messages.
   * @throws {StoreError} If the file does not exist, is not a database of this program, or has another schema version.
   */
  static open(path: string): SqliteArchive {
    try {
      return new SqliteArchive(readSqlite(path));
    } catch (error) {
      return failure(`open database ${path}`)(error);
    }
  }

  async last(conversation: string): Promise<number> {
    return await attempt(() => this.#reader.last(conversation));
  }

  async *messages(conversation?: string): AsyncGenerator<readonly SearchResult[]> {
    // While a server keeps adding messages, this would otherwise never end.
    const until = await attempt(() => this.#reader.latest(conversation));
    let after: number | undefined = 0;
    while (after !== undefined) {
      const options: SliceOptions = { conversation, after, until, limit: PAGE };
      const slice = await attempt(() => this.#reader.slice(options));
      if (slice.messages.length > 0) yield slice.messages;
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
