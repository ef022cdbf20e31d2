import { BatchedLookup } from "../../async/batched_lookup.ts";
import {
  type EntryPage,
  type EntryRange,
  type LastId,
  MAX_ROOMS_LOOKED_AT,
  type StoredRoom,
} from "../store.ts";
import type { PostgresClient } from "./client.ts";
import { readPostgresPage } from "./page.ts";

/** Reads messages from a PostgreSQL database; every call sees a consistent snapshot. */
export class PostgresReader {
  readonly #client: PostgresClient;
  readonly #lookup = new BatchedLookup((conversations) => this.#readLast(conversations));

  constructor(client: PostgresClient) {
    this.#client = client;
  }

  /** As {@linkcode Store.read}. */
  read(conversation: string, range: EntryRange): Promise<EntryPage> {
    return readPostgresPage(this.#client, conversation, range);
  }

  /** As {@linkcode Store.last}. */
  async last(conversation: string): Promise<number> {
    return await this.#lookup.find(conversation) ?? 0;
  }

  /** As {@linkcode Store.rooms}. */
  async rooms(limit: number): Promise<readonly StoredRoom[]> {
    const rows = await this.#client.run((sql) =>
      sql<StoredRoom[]>`
        SELECT key, last.recipient AS name, last.at FROM (
          SELECT number, key FROM chat.conversation WHERE left(key, 1) = '#'
          ORDER BY number DESC LIMIT ${MAX_ROOMS_LOOKED_AT}::bigint
        ) room JOIN LATERAL (
          SELECT recipient, at FROM chat.message WHERE conversation = number ORDER BY id DESC LIMIT 1
        ) last ON true
        ORDER BY last.at DESC LIMIT ${limit}::bigint
      `
    );
    return [...rows];
  }

  /** Returns the last ids of the conversations of some topics: a room is one; a user's topic carries all private ones. */
  async lastIds(topics: readonly string[]): Promise<readonly LastId[]> {
    return await this.#client.run((sql) =>
      sql<LastId[]>`
        WITH topic AS (
          SELECT name, substr(name, 2) AS identity
          FROM json_array_elements_text(${JSON.stringify(topics)}::text::json) AS given (name)
        )
        SELECT name AS topic, key AS conversation, last_id AS last
          FROM topic JOIN chat.conversation ON key = name WHERE left(name, 1) <> '@'
        UNION SELECT name, key, last_id FROM topic JOIN chat.conversation
          ON split_part(substr(key, 2), E'\\n', 1) = identity AND left(key, 1) = '@'
          WHERE left(name, 1) = '@'
        UNION SELECT name, key, last_id FROM topic JOIN chat.conversation
          ON split_part(key, E'\\n', 2) = identity AND left(key, 1) = '@'
          WHERE left(name, 1) = '@'
      `
    );
  }

  /** Returns the last ids of conversations; those without a message are absent. */
  async #readLast(conversations: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#client.run((sql) =>
      sql<{ key: string; last: number }[]>`
        SELECT key, last_id AS last FROM chat.conversation
        WHERE key IN (SELECT json_array_elements_text(${JSON.stringify(conversations)}::text::json))
      `
    );
    return new Map(rows.map(({ key, last }) => [key, last]));
  }
}
