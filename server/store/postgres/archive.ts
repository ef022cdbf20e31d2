import { type Archive, PAGE } from "../archive.ts";
import { PostgresClient } from "./client.ts";
import { requirePostgresSchema } from "./migrate.ts";
import { preparePostgres } from "./prepare.ts";
import { ENTRY_COLUMNS, JOIN_STATE, type ResultRow, toResults } from "./entries.ts";
import { PostgresReader } from "./reader.ts";
import type { SearchResult } from "../store.ts";
import { failure } from "../store_error.ts";

/**
 * Reads a PostgreSQL database in one transaction. Several stores may write at the same time, and a message with a lower
 * position may be committed after one with a higher position: reading page by page could miss it.
 */
export class PostgresArchive implements Archive {
  /** A single connection, because the transaction belongs to it. */
  readonly #client: PostgresClient;
  readonly #reader: PostgresReader;

  private constructor(location: string) {
    this.#client = new PostgresClient(location, 1);
    this.#reader = new PostgresReader(this.#client);
  }

  /**
   * Connects to a database for reading only.
   *
   * @param location As in `postgres://user@host/database`.
   * @returns Its messages.
   * @throws {StoreError} If it cannot be reached or used, or has another schema version.
   */
  static async open(location: string): Promise<PostgresArchive> {
    await preparePostgres(location, requirePostgresSchema);
    return new PostgresArchive(location);
  }

  last(conversation: string): Promise<number> {
    return this.#reader.last(conversation).catch(failure("read messages"));
  }

  async *messages(conversation?: string): AsyncGenerator<readonly SearchResult[]> {
    try {
      await this.#client.run((sql) => sql`BEGIN READ ONLY`);
      // If the connection is lost, the cursor is gone and reading fails, so no message is missed silently.
      await this.#client.run((sql) =>
        sql`
          DECLARE kept CURSOR FOR
          SELECT key AS conversation, ${sql.unsafe(ENTRY_COLUMNS)}
          FROM chat.message entry JOIN chat.conversation ON number = entry.conversation
            ${sql.unsafe(JOIN_STATE)}
          ${conversation === undefined ? sql`` : sql`WHERE key = ${conversation}::text`}
          ORDER BY ${conversation === undefined ? sql`seq` : sql`entry.id`}
        `
      );
      for (;;) {
        const rows = await this.#client.run((sql) =>
          sql<ResultRow[]>`FETCH ${sql.unsafe(String(PAGE))} FROM kept`
        );
        if (rows.length === 0) break;
        yield rows.flatMap(toResults);
      }
      await this.#client.run((sql) => sql`COMMIT`);
    } catch (error) {
      failure("read messages")(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }
}
