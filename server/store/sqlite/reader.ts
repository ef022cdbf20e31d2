import type { DatabaseSync } from "node:sqlite";
import { readPage } from "../read_page.ts";
import { firstRecipient } from "./block.ts";
import { readSnapshot } from "./connection.ts";
import { SqliteEntries } from "./entries.ts";
import { LAST_ID, lastIdOf } from "./last_id.ts";
import { SqliteStatements } from "./statements.ts";
import { type EntryPage, type EntryRange, MAX_ROOMS_LOOKED_AT, type StoredRoom } from "../store.ts";

/** An {@linkcode EntryPage} as passed between threads. */
export type PageData = Omit<EntryPage, "mine"> & {
  readonly mine?: readonly (readonly [id: number, emoji: readonly string[]])[];
};

/** Code points to read of a row for the first recipient: more than two names take as JSON. */
const BEGINNING = 2_048;

/** Reads messages from a database; every call sees a consistent snapshot. */
export class SqliteReader {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;
  readonly #entries: SqliteEntries;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
    this.#entries = new SqliteEntries(this.#statements);
  }

  /** As {@linkcode Store.read}. */
  read(conversation: string, range: EntryRange): PageData {
    return readSnapshot(this.#database, () => {
      const known = this.#statements.get<{ number: number; first: number | null; last: number }>(
        `SELECT number, ${LAST_ID} AS last, (SELECT min(id) FROM block WHERE conversation = number) AS first
         FROM conversation WHERE key = ?`,
        conversation,
      );
      const { number = 0, first, last = 0 } = known ?? {};
      const kept = { first: first ?? 0, last };
      const page = readPage(kept, range, (span) => this.#entries.read(number, span));
      const { reader } = range;
      if (reader === undefined) return page;
      return { ...page, mine: this.#entries.reactionsBy(reader, number, page.entries) };
    });
  }

  /** As {@linkcode Store.last}. */
  last(conversation: string): number {
    return lastIdOf(this.#statements, conversation);
  }

  /** As {@linkcode Store.rooms}. */
  rooms(limit: number): StoredRoom[] {
    // Reads only the beginning of the last row of each room in the answer.
    const rows = this.#statements.all<{ key: string; at: number; beginning: string }>(
      `SELECT key, latest.at, substr(messages, 1, ${BEGINNING}) AS beginning
       FROM (
         SELECT key, block.seq, block.at FROM (
           SELECT number, key FROM conversation WHERE key >= '#' AND key < '$'
           ORDER BY number DESC LIMIT ${MAX_ROOMS_LOOKED_AT}
         ) JOIN block ON block.seq = (
           SELECT seq FROM block WHERE conversation = number ORDER BY id DESC LIMIT 1
         )
         ORDER BY block.at DESC LIMIT ?
       ) latest JOIN block USING (seq) ORDER BY latest.at DESC`,
      limit,
    );
    return rows.map(({ key, at, beginning }) => ({
      key,
      name: firstRecipient(beginning) ?? key,
      at,
    }));
  }
}
