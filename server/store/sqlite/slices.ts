import type { DatabaseSync } from "node:sqlite";
import type { ArchivedEntry, ArchiveOptions } from "../archive.ts";
import { identityOf } from "./authors.ts";
import { type Block, decodeBlock } from "./block.ts";
import { readSnapshot } from "./connection.ts";
import { SqliteEntries } from "./entries.ts";
import { lastIdOf } from "./last_id.ts";
import { SqliteStatements } from "./statements.ts";

/** A slice of all entries, in the order of storing. */
export interface Slice {
  readonly entries: readonly ArchivedEntry[];
  /** Position where the next slice starts; `undefined` if there is none. */
  readonly end: number | undefined;
}

/** Bounds of a slice: positions of rows, or, for one conversation, ids. Rows are always whole. */
export interface SliceOptions extends ArchiveOptions {
  /** Last position before the slice: 0, or the end of the slice before. */
  readonly after: number;
  /** Last position that may be in the slice, see {@linkcode SqliteSlices.latest}. */
  readonly until: number;
  /** Number of entries after which no further row is read. */
  readonly limit: number;
}

/** A {@linkcode Block} with its position. */
type Row = Block & {
  readonly seq: number;
  readonly number: number;
  readonly conversation: string;
};

/** Reads all entries of a database, in slices; each is a consistent snapshot. */
export class SqliteSlices {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;
  readonly #entries: SqliteEntries;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
    this.#entries = new SqliteEntries(this.#statements);
  }

  /** Returns the position of the last entry of all, or the last id of one conversation; 0 if there is none. */
  latest(conversation?: string): number {
    if (conversation === undefined) {
      return this.#statements.get<{ seq: number | null }>("SELECT max(seq) AS seq FROM block")!
        .seq ?? 0;
    }
    return lastIdOf(this.#statements, conversation);
  }

  /** Reads a slice of all entries, or of those of one conversation, in the order of storing. */
  read(options: SliceOptions): Slice {
    return readSnapshot(this.#database, () => this.#read(options));
  }

  #read({ conversation, isOriginal = false, after, until, limit }: SliceOptions): Slice {
    // Each query uses its own index.
    const place = conversation === undefined ? "seq" : "id";
    const rows = this.#statements.iterate<Row>(
      `SELECT seq, number, key AS conversation, id, messages
       FROM block JOIN conversation ON number = block.conversation
       WHERE block.${place} > ? AND block.${place} <= ?
         ${conversation === undefined ? "" : "AND key = ?"}
       ORDER BY block.${place}`,
      after,
      until,
      ...(conversation === undefined ? [] : [conversation]),
    );
    const entries: ArchivedEntry[] = [];
    for (const row of rows) {
      const { conversation: key, number } = row;
      const authors = decodeBlock(row.messages).map(([, , , , author]) => author);
      const read = isOriginal
        ? this.#entries.originals(number, row)
        : this.#entries.inBlock(number, row);
      for (const [index, entry] of read.entries()) {
        const person = identityOf(this.#statements, authors[index]);
        entries.push({ conversation: key, entry, ...(person !== undefined && { person }) });
      }
      const end = conversation === undefined ? row.seq : entries.at(-1)!.entry.id;
      if (entries.length >= limit) return { entries, end };
    }
    return { entries, end: undefined };
  }
}
