import type { StoredMessage } from "../entry.ts";
import {
  type EntryPage,
  type EntryRange,
  type LastId,
  MAX_ROOMS_LOOKED_AT,
  type SearchResult,
  type StoredRoom,
} from "../store.ts";
import type { PostgresClient } from "./client.ts";
import { ReadBudget } from "../read_budget.ts";
import { fromStoredText } from "../stored_text.ts";

/** A stored message with its position in the order of storing. */
export type ResultRow = SearchResult & { readonly seq: number };

/** Row of a page: a message, and the number of messages up to one beyond the limit. */
type PageRow =
  & { readonly first: number | null; readonly last: number }
  & (
    | StoredMessage & { readonly available: number }
    | { readonly id: null; readonly available: null }
  );

/** Reads messages from a PostgreSQL database; every call sees a consistent snapshot. */
export class PostgresReader {
  readonly #client: PostgresClient;

  constructor(client: PostgresClient) {
    this.#client = client;
  }

  /** As {@linkcode Store.read}. */
  async read(conversation: string, range: EntryRange): Promise<EntryPage> {
    const { before, after, limit, bytes = Number.MAX_SAFE_INTEGER } = range;
    const rows = await this.#client.run((sql) => {
      const direction = after === undefined ? sql`DESC` : sql``;
      // Without messages to read, the single row contains only the first id. The length of a text is known without reading
      // it, so texts beyond the byte limit are neither read nor sent.
      return sql<PageRow[]>`
        SELECT first.id AS first, last_id AS last, page.* FROM chat.conversation
        LEFT JOIN LATERAL (
          SELECT id FROM chat.message WHERE conversation = number ORDER BY id LIMIT 1
        ) first ON true
        LEFT JOIN LATERAL (
          SELECT id, "from", "to", text, at, available FROM (
            SELECT id, sender AS "from", recipient AS "to", text, at, count(*) OVER () AS available,
              sum(octet_length(text)) OVER (ORDER BY id ${direction}) - octet_length(text) AS bytes
            FROM (
              SELECT * FROM chat.message
              WHERE conversation = number AND id > ${after ?? 0}::bigint
                AND id < ${before ?? Number.MAX_SAFE_INTEGER}::bigint
              ORDER BY id ${direction} LIMIT ${limit + 1}::bigint
            ) wanted
          ) measured WHERE bytes <= ${bytes}::bigint
        ) page ON true
        WHERE key = ${conversation}::text
        ORDER BY page.id ${direction}
      `;
    });
    const budget = new ReadBudget(range);
    const { entries } = budget;
    for (const row of rows.slice(0, limit)) {
      if (row.id === null) break;
      const { id, from, to, text, at } = row;
      if (!budget.take({ id, from, to, text: fromStoredText(text), at })) break;
    }
    const { first, last = 0, available } = rows[0] ?? {};
    const more = entries.length < (available ?? 0);
    const moreAfter = after === undefined
      ? first !== null && last >= (before ?? Infinity)
      : more || last >= (before ?? Infinity);
    if (after === undefined) entries.reverse();
    return { entries, more, moreAfter, first: first ?? 0 };
  }

  /** As {@linkcode Store.last}. */
  async last(conversation: string): Promise<number> {
    const [row] = await this.#client.run((sql) =>
      sql<{ last: number }[]>`
        SELECT last_id AS last FROM chat.conversation WHERE key = ${conversation}::text
      `
    );
    return row?.last ?? 0;
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
}

/** Converts a row to a message. */
export function toSearchResult<T extends SearchResult>(result: T): T {
  return { ...result, text: fromStoredText(result.text) };
}
