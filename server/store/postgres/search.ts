import postgres from "postgres";
import { toSearchPage } from "../search_page.ts";
import type { PostgresClient } from "./client.ts";
import { ENTRY_COLUMNS, JOIN_STATE, type ResultRow, toResults } from "./entries.ts";
import { CLOCK_SLACK, NOTHING_FOUND } from "../search_time.ts";
import type { SearchPage, SearchQuery, SearchResult } from "../store.ts";
import { isWholeWord, MAX_WORD, toSearchTerms } from "../../../protocol/text/terms.ts";

/** A query with the values that the SQL needs. */
interface Prepared {
  readonly query: SearchQuery;
  /** Numbers of the conversations. */
  readonly numbers: readonly number[];
  /** The terms as a `tsquery`. */
  readonly words: string;
  /** Position from which on all messages are too recent. */
  readonly end: number;
}

/** Result of one statement: the latest messages before a position. */
interface IndexLookup {
  readonly results: SearchResult[];
  /** Position where the next one continues; `undefined` if there are no more. */
  readonly end: number | undefined;
}

/** Share of a search's time for the index. */
const INDEX_PART = 0.6;

/** Messages scanned per statement without the index: a few milliseconds of work. */
const PART_ROWS = 1_000;

/** SQLSTATE of a statement that timed out. */
const CANCELLED = "57014";

/** Minimum timeout of a search's statement, in milliseconds. */
const MIN_STATEMENT_TIMEOUT = 100;

/** Returns the timeout of a search's statement, in milliseconds. */
export function searchStatementTimeout(searchTime: number): number {
  return Math.max(MIN_STATEMENT_TIMEOUT, Math.ceil(searchTime * INDEX_PART));
}

/**
 * Searches messages in a PostgreSQL database.
 *
 * The index finds rare words. If it has too many rows to go through in its share of the time, the latest messages are
 * scanned without it, as many as the time allows: frequent words are found among them.
 */
export class PostgresSearch {
  readonly #client: PostgresClient;
  readonly #searchTime: number;

  /**
   * @param client The connections, whose statements time out after {@linkcode searchStatementTimeout}.
   * @param searchTime Duration of one search, in milliseconds.
   */
  constructor(client: PostgresClient, searchTime: number) {
    this.#client = client;
    this.#searchTime = searchTime;
  }

  /** As {@linkcode Store.search}. */
  async search(query: SearchQuery): Promise<SearchPage> {
    const until = performance.now() + this.#searchTime;
    // The terms hold only letters and digits, so none is parsed as an operator of `tsquery`.
    const words = toSearchTerms(query.terms)
      .map((term) => isWholeWord(term) ? `'${term}'` : `'${term.slice(0, MAX_WORD)}':*`)
      .join(" & ");
    if (words === "") return NOTHING_FOUND;
    const results: SearchResult[] = [];
    try {
      const numbers = await this.#numbers(query.conversations);
      if (numbers.length === 0) return NOTHING_FOUND;
      const end = query.before === undefined
        ? Number.MAX_SAFE_INTEGER
        : await this.#endBefore(query.before + CLOCK_SLACK);
      if (end === 0) return NOTHING_FOUND;
      const prepared = { query, numbers, words, end };
      const indexed = performance.now() < until && await this.#inIndex(prepared);
      if (indexed) return indexed;
      for (let next: number | undefined = end; next !== undefined;) {
        const part: IndexLookup = await this.#searchPart(prepared, next);
        results.push(...part.results);
        if (results.length > query.limit) break;
        next = part.end;
        if (next !== undefined && performance.now() >= until) {
          return toSearchPage(results, query, true);
        }
      }
      return toSearchPage(results, query, false);
    } catch (error) {
      if (!isCancelled(error)) throw error;
      return toSearchPage(results, query, true);
    }
  }

  /** Searches with the index; returns `undefined` if its share of the time is over first. */
  async #inIndex({ query, numbers, words, end }: Prepared): Promise<SearchPage | undefined> {
    const { before = Number.MAX_SAFE_INTEGER, limit, bytes = Number.MAX_SAFE_INTEGER } = query;
    const rooms = numbers.map((number) => `'#${number}'`).join(" | ");
    try {
      const rows = await this.#client.run((sql) =>
        // The length of a text is known without reading it, so texts beyond the byte limit are neither read nor sent.
        sql<(ResultRow & { available: number })[]>`
          SELECT key AS conversation, ${sql.unsafe(ENTRY_COLUMNS)}, available FROM (
            SELECT *, count(*) OVER () AS available, sum(octet_length(text)) OVER (ORDER BY seq DESC) - octet_length(text) AS bytes
            FROM (
              SELECT * FROM chat.message
              WHERE words @@ ${`(${rooms}) & ${words}`}::text::tsquery
                AND at < ${before}::bigint AND seq < ${end}::bigint
              ORDER BY seq DESC LIMIT ${limit + 1}::bigint
            ) wanted
          ) entry JOIN chat.conversation ON number = entry.conversation ${sql.unsafe(JOIN_STATE)}
          WHERE bytes <= ${bytes}::bigint
          ORDER BY seq DESC
        `
      );
      return toSearchPage(rows.flatMap(toResults), query, false, rows[0]?.available);
    } catch (error) {
      if (!isCancelled(error)) throw error;
      return undefined;
    }
  }

  /** Scans the latest messages before a position without the index. */
  async #searchPart({ query, numbers, words }: Prepared, end: number): Promise<IndexLookup> {
    const { before = Number.MAX_SAFE_INTEGER } = query;
    const rows = await this.#client.run((sql) =>
      sql<(ResultRow & { last: number | null } | { id: null; last: number | null })[]>`
        WITH latest AS MATERIALIZED (
          SELECT * FROM chat.message WHERE seq < ${end}::bigint ORDER BY seq DESC LIMIT ${PART_ROWS}
        )
        SELECT last, hit.* FROM (SELECT CASE WHEN count(*) = ${PART_ROWS} THEN min(seq) END AS last FROM latest) whole
        LEFT JOIN LATERAL (
          SELECT seq, key AS conversation, ${sql.unsafe(ENTRY_COLUMNS)}
          FROM latest entry JOIN chat.conversation ON number = entry.conversation ${
        sql.unsafe(JOIN_STATE)
      }
          WHERE words @@ ${words}::text::tsquery AND at < ${before}::bigint
            AND number IN (SELECT json_array_elements_text(${
        JSON.stringify(numbers)
      }::text::json)::integer)
        ) hit ON true
        ORDER BY seq DESC
      `
    );
    const results = rows.flatMap((row) => row.id === null ? [] : toResults(row));
    return { results, end: rows[0]!.last ?? undefined };
  }

  /**
   * Finds by bisection a position from which on all messages were sent at a time or later; 0 if there are no earlier ones.
   * Times may be out of order by up to {@linkcode CLOCK_SLACK} where the clock was set back.
   */
  async #endBefore(latest: number): Promise<number> {
    const [row] = await this.#client.run((sql) =>
      sql<{ end: number | null }[]>`
        WITH RECURSIVE part AS (
          SELECT min(seq) AS low, max(seq) + 1 AS high FROM chat.message
          UNION ALL
          SELECT CASE WHEN at >= ${latest}::bigint THEN low ELSE seq + 1 END,
            CASE WHEN at >= ${latest}::bigint THEN middle ELSE high END
          FROM part, LATERAL (SELECT (low + high) / 2 AS middle) halved, LATERAL (
            SELECT seq, at FROM chat.message WHERE seq >= middle ORDER BY seq LIMIT 1
          ) probe
          WHERE low < high
        )
        SELECT CASE WHEN min(high) > min(low) THEN min(high) END AS "end" FROM part
      `
    );
    return row!.end ?? 0;
  }

  async #numbers(conversations: readonly string[]): Promise<number[]> {
    const rows = await this.#client.run((sql) =>
      sql<{ number: number }[]>`
        SELECT number FROM chat.conversation
        WHERE key IN (SELECT json_array_elements_text(${JSON.stringify(conversations)}::text::json))
      `
    );
    return rows.map(({ number }) => number);
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === CANCELLED;
}
