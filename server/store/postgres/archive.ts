import { type Archive, type ArchivedEntry, type ArchiveOptions, PAGE } from "../archive.ts";
import { PostgresClient } from "./client.ts";
import { requirePostgresSchema } from "./migrate.ts";
import { preparePostgres } from "./prepare.ts";
import { ENTRY_COLUMNS, JOIN_STATE, type ResultRow, toEntry } from "./entries.ts";
import { PostgresReader } from "./reader.ts";
import type { StoredEntry } from "../entry.ts";
import { isChange } from "../fold.ts";
import { fromStoredText } from "../stored_text.ts";
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

  async *entries(
    { conversation, isOriginal = false }: ArchiveOptions = {},
  ): AsyncGenerator<readonly ArchivedEntry[]> {
    try {
      await this.#client.run((sql) => sql`BEGIN READ ONLY`);
      // If the connection is lost, the cursor is gone and reading fails, so no entry is missed silently.
      await this.#client.run((sql) =>
        sql`
          DECLARE kept CURSOR FOR
          SELECT key AS conversation, person, original, ${sql.unsafe(ENTRY_COLUMNS)}
          FROM chat.message entry JOIN chat.conversation ON number = entry.conversation
            ${sql.unsafe(JOIN_STATE)}
          ${conversation === undefined ? sql`` : sql`WHERE key = ${conversation}::text`}
          ORDER BY ${conversation === undefined ? sql`seq` : sql`entry.id`}
        `
      );
      for (;;) {
        const rows = await this.#client.run((sql) =>
          sql<ArchiveRow[]>`FETCH ${sql.unsafe(String(PAGE))} FROM kept`
        );
        if (rows.length === 0) break;
        yield rows.map((row): ArchivedEntry => {
          const { conversation, person } = row;
          const entry = isOriginal ? toOriginal(row) : toEntry(row);
          return { conversation, entry, ...(person !== null && { person }) };
        });
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

/** An entry in a conversation, with its author's identity and the original text of an edited message. */
interface ArchiveRow extends ResultRow {
  readonly person: string | null;
  readonly original: string | null;
}

/** Converts a row to an entry, with a message as it was sent, but a deleted one without a text. */
function toOriginal(row: ArchiveRow): StoredEntry {
  const { id, from, to, at, extra } = row;
  if (isChange(extra)) return toEntry(row);
  const { reply, action } = extra ?? {};
  return {
    ...{ id, from, to, text: fromStoredText(row.original ?? row.text), at },
    ...(reply !== undefined && { reply: { id: reply } }),
    ...(action && { action }),
  };
}
