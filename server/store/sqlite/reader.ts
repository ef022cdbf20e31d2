import type { DatabaseSync } from "node:sqlite";
import { type EntrySpan, readPage } from "../read_page.ts";
import { type Block, decodeBlock, firstRecipient, MAX_BLOCK } from "./block.ts";
import { SqliteStatements } from "./statements.ts";
import type { StoredEntry } from "../entry.ts";
import {
  type EntryPage,
  type EntryRange,
  MAX_ROOMS_LOOKED_AT,
  type SearchResult,
  type StoredRoom,
} from "../store.ts";

/** Some of all messages, in the order of storing. */
export interface Slice {
  readonly messages: readonly SearchResult[];
  /** Where to go on; `undefined` if there are no more. */
  readonly end: number | undefined;
}

/** Which messages {@linkcode SqliteReader.slice} reads: rows, which are kept whole, or ids of one conversation. */
export interface SliceOptions {
  /** The conversation, if only one is wanted. */
  readonly conversation?: string | undefined;
  /** The last place before them: 0, or where the slice before ended. */
  readonly after: number;
  /** The last place that may be among them, see {@linkcode SqliteReader.latest}. */
  readonly until: number;
  /** Messages from which no further row is read. */
  readonly limit: number;
}

/** A row of {@linkcode Block} with the place that it has among all. */
type Row = Block & {
  readonly seq: number;
  readonly conversation: string;
  /** When the latest of its messages was said. */
  readonly at: number;
};

/** Code points read of a row to find the first recipient: longer than two names as JSON. */
const BEGINNING = 2_048;

/** Reads messages from a database; every call sees one state of it. */
export class SqliteReader {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
  }

  /** As {@linkcode Store.read}. */
  read(conversation: string, range: EntryRange): EntryPage {
    return this.#inOneState(() => {
      const known = this.#statements.get<{ number: number; first: number | null; last: number }>(
        `SELECT number, last_id AS last, (SELECT min(id) FROM block WHERE conversation = number) AS first
         FROM conversation WHERE key = ?`,
        conversation,
      );
      const { number = 0, first, last = 0 } = known ?? {};
      return readPage(
        { first: first ?? 0, last },
        range,
        (span) => this.#entries(number, span),
      );
    });
  }

  /** As {@linkcode Store.last}. */
  last(conversation: string): number {
    return this.#statements.get<{ last: number }>(
      "SELECT last_id AS last FROM conversation WHERE key = ?",
      conversation,
    )?.last ?? 0;
  }

  /** As {@linkcode Store.rooms}. */
  rooms(limit: number): StoredRoom[] {
    // The messages are read of those only that are given, and no more of them than their beginning.
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

  /** Returns the place of the last of all messages, or of those of one conversation; 0 if there is none. */
  latest(conversation?: string): number {
    if (conversation !== undefined) return this.last(conversation);
    return this.#statements.get<{ seq: number | null }>("SELECT max(seq) AS seq FROM block")!.seq ??
      0;
  }

  /** Reads some of all messages, or of those of one conversation, in the order of storing. */
  slice({ conversation, after, until, limit }: SliceOptions): Slice {
    // Each has an index.
    const place = conversation === undefined ? "seq" : "id";
    const rows = this.#statements.iterate<Row>(
      `SELECT seq, key AS conversation, id, at, messages
       FROM block JOIN conversation ON number = block.conversation
       WHERE block.${place} > ? AND block.${place} <= ?
         ${conversation === undefined ? "" : "AND key = ?"}
       ORDER BY block.${place}`,
      after,
      until,
      ...(conversation === undefined ? [] : [conversation]),
    );
    const messages: SearchResult[] = [];
    for (const row of rows) {
      messages.push(...decodeResults(row));
      const end = conversation === undefined ? row.seq : messages.at(-1)!.id;
      if (messages.length >= limit) return { messages, end };
    }
    return { messages, end: undefined };
  }

  /** Returns entries in the direction of reading, and reads no row that is not needed. */
  *#entries(conversation: number, { from, to, isForward }: EntrySpan): Iterable<StoredEntry> {
    const blocks = this.#statements.iterate<Block>(
      `SELECT id, messages FROM block
       WHERE conversation = ? AND id > ? AND id <= ? AND id + count > ?
       ORDER BY id ${isForward ? "" : "DESC"}`,
      conversation,
      // The row with the first of them has no more than so many before it.
      from - MAX_BLOCK,
      to,
      from,
    );
    for (const block of blocks) {
      const wanted = decodeBlock(block).filter(({ id }) => id >= from && id <= to);
      yield* isForward ? wanted : wanted.reverse();
    }
  }

  #inOneState<T>(read: () => T): T {
    this.#database.exec("BEGIN");
    try {
      return read();
    } finally {
      this.#database.exec("COMMIT");
    }
  }
}

function decodeResults(row: Row): SearchResult[] {
  const { conversation } = row;
  return decodeBlock(row).map((message) => ({ ...message, conversation }));
}
