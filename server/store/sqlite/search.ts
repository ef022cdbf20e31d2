import type { DatabaseSync } from "node:sqlite";
import { byAge, toSearchPage } from "../search_page.ts";
import { CLOCK_SLACK, NOTHING_FOUND } from "../search_time.ts";
import type { Block } from "./block.ts";
import { readSnapshot } from "./connection.ts";
import { SqliteEntries } from "./entries.ts";
import { isMessage } from "../entry.ts";
import { SqliteStatements } from "./statements.ts";
import type { SearchPage, SearchQuery, SearchResult } from "../store.ts";
import { indexedUpTo } from "./words.ts";
import { isWholeWord, matchesTerms, toSearchTerms } from "../../../protocol/text/terms.ts";

/** A {@linkcode Block} whose messages are read only if some may match. */
interface Row {
  readonly id: number;
  /** Number of the conversation. */
  readonly conversation: number;
  /** Time of its latest message. */
  readonly at: number;
  /** `null` if all of them are too recent. */
  readonly messages: Block["messages"] | null;
}

/** Searches messages in a database; every call sees a consistent snapshot. */
export class SqliteSearch {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;
  readonly #entries: SqliteEntries;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
    this.#entries = new SqliteEntries(this.#statements);
  }

  /**
   * As {@linkcode Store.search}.
   *
   * @param query The query.
   * @param searchTime Duration in milliseconds, to which the index adds the time until its first row: about 0.1 µs for each
   * message with a word that starts with a term.
   */
  search(query: SearchQuery, searchTime: number): SearchPage {
    const end = performance.now() + searchTime;
    const terms = toSearchTerms(query.terms);
    if (terms.length === 0) return NOTHING_FOUND;
    return readSnapshot(this.#database, () => this.#search(query, terms, end));
  }

  #search(query: SearchQuery, terms: readonly string[], end: number): SearchPage {
    const { before = Infinity, limit } = query;
    const rooms = this.#roomsOf(query.conversations);
    const latest = Math.min(before + CLOCK_SLACK, Number.MAX_SAFE_INTEGER);
    const place = this.#endBefore(latest);
    if (rooms.size === 0 || place === 0) return NOTHING_FOUND;
    let results: SearchResult[] = [];
    let isLate = false;
    for (
      const { id, conversation, at, messages } of this.#rows(terms, rooms, { latest, place })
    ) {
      const cutOff = results[limit];
      // Rows of one transaction, each of another conversation, may overlap in time.
      if (cutOff !== undefined && at < cutOff.at) break;
      if (isLate) return toSearchPage(results, query, true);
      if (messages !== null) {
        const key = rooms.get(conversation)!;
        // The words of a search may be in different messages of a row, and words of deleted messages may remain in the index.
        const found = this.#entries.inBlock(
          conversation,
          { id, messages },
          (text, at) => at < before && matchesTerms(text, terms),
        ).filter(isMessage).map((message) => ({ ...message, conversation: key }));
        if (found.length > 0) results = [...results, ...found].sort(byAge).slice(0, limit + 1);
      }
      isLate = performance.now() >= end;
    }
    return toSearchPage(results, query, false);
  }

  /** Yields the rows that may match the terms in the given conversations, latest first. */
  *#rows(
    terms: readonly string[],
    rooms: ReadonlyMap<number, string>,
    { latest, place }: { readonly latest: number; readonly place: number },
  ): Iterable<Row> {
    const waiting = this.#statements.iterate<Row>(
      `SELECT id, conversation, at, CASE WHEN at < ? THEN messages END AS messages
       FROM block WHERE seq > ? AND seq < ? ORDER BY seq DESC`,
      latest,
      indexedUpTo(this.#statements),
      place,
    );
    for (const row of waiting) if (rooms.has(row.conversation)) yield row;
    yield* this.#rowsWith(terms, rooms, { latest, place });
  }

  /** Returns the rows in the index that match the terms in the given conversations, latest first. */
  #rowsWith(
    terms: readonly string[],
    rooms: ReadonlyMap<number, string>,
    { latest, place }: { readonly latest: number; readonly place: number },
  ): Iterable<Row> {
    // The terms contain only letters and digits, so none is parsed as an operator.
    const words = terms.map((term) => isWholeWord(term) ? `"${term}"` : `"${term}"*`).join(" AND ");
    return this.#statements.iterate<Row>(
      `SELECT id, block.conversation, at, CASE WHEN at < ? THEN messages END AS messages
       FROM message_words JOIN block ON seq = message_words.rowid
       WHERE message_words MATCH ? AND message_words.rowid < ?
       ORDER BY message_words.rowid DESC`,
      latest,
      `conversation : (${[...rooms.keys()].join(" OR ")}) AND words : (${words})`,
      place,
    );
  }

  /**
   * Finds by bisection a position from which on all rows are too recent; 0 if all are. Times may be out of order by up to
   * {@linkcode CLOCK_SLACK} where the clock was set back.
   */
  #endBefore(latest: number): number {
    if (latest === Number.MAX_SAFE_INTEGER) return latest;
    const { first, last } = this.#statements.get<{ first: number | null; last: number }>(
      // A single query with both conditions would read each row.
      "SELECT (SELECT min(seq) FROM block) AS first, (SELECT max(seq) FROM block) AS last",
    )!;
    if (first === null) return 0;
    let low = first;
    let high = last + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = this.#statements.get<{ seq: number; at: number }>(
        "SELECT seq, at FROM block WHERE seq >= ? ORDER BY seq LIMIT 1",
        middle,
      )!;
      if (row.at >= latest) high = middle;
      else low = row.seq + 1;
    }
    return high > first ? high : 0;
  }

  /** Returns the keys of the conversations that exist, by their numbers. */
  #roomsOf(conversations: readonly string[]): Map<number, string> {
    const rooms = new Map<number, string>();
    for (const key of conversations) {
      const known = this.#statements.get<{ number: number }>(
        "SELECT number FROM conversation WHERE key = ?",
        key,
      );
      if (known) rooms.set(known.number, key);
    }
    return rooms;
  }
}
