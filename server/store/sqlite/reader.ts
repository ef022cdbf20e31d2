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

/** A slice of all messages, in the order of storing. */
export interface Slice {
  readonly messages: readonly SearchResult[];
  /** Position where the next slice starts; `undefined` if there is none. */
  readonly end: number | undefined;
}

/** Bounds of a slice: positions of rows, or, for one conversation, ids. Rows are always whole. */
export interface SliceOptions {
  /** Restricts the slice to one conversation. */
  readonly conversation?: string | undefined;
  /** Last position before the slice: 0, or the end of the slice before. */
  readonly after: number;
  /** Last position that may be in the slice, see {@linkcode SqliteReader.latest}. */
  readonly until: number;
  /** Number of messages after which no further row is read. */
  readonly limit: number;
}

/** A {@linkcode Block} with its position. */
type Row = Block & {
  readonly seq: number;
  readonly conversation: string;
  /** Time of its latest message. */
  readonly at: number;
};

/** Code points to read of a row for the first recipient: more than two names take as JSON. */
const BEGINNING = 2_048;

/** Reads messages from a database; every call sees a consistent snapshot. */
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

  /** Returns the position of the last message of all, or the last id of one conversation; 0 if there is none. */
  latest(conversation?: string): number {
    if (conversation !== undefined) return this.last(conversation);
    return this.#statements.get<{ seq: number | null }>("SELECT max(seq) AS seq FROM block")!.seq ??
      0;
  }

  /** Reads a slice of all messages, or of those of one conversation, in the order of storing. */
  slice({ conversation, after, until, limit }: SliceOptions): Slice {
    // Each query uses its own index.
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

  /** Yields entries in the direction of reading; reads no more rows than necessary. */
  *#entries(conversation: number, { from, to, isForward }: EntrySpan): Iterable<StoredEntry> {
    const blocks = this.#statements.iterate<Block>(
      `SELECT id, messages FROM block
       WHERE conversation = ? AND id > ? AND id <= ? AND id + count > ?
       ORDER BY id ${isForward ? "" : "DESC"}`,
      conversation,
      // The row that contains the first message starts at most this many ids before it.
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
