import type { DatabaseSync } from "node:sqlite";
import { SqliteStatements } from "./statements.ts";

/** Result of a step of erasing. */
export type EraseStep =
  /** Nothing remains to erase. */
  | "done"
  /** The next step can run immediately. */
  | "more"
  /** The next step should wait: it starts another round, or another connection still reads the write-ahead log. */
  | "wait";

/** Pages of the index that one step merges, which takes a few milliseconds. */
const MERGED_PAGES = 64;

/**
 * Erases the words of deleted messages from the file. A deletion marks them as deleted in the index, which keeps them until
 * it merges the segments that they are in. So after a deletion the whole index is merged, in small steps, and then the
 * write-ahead log is emptied. `PRAGMA secure_delete` overwrites the pages that this frees.
 */
export class SqliteErasure {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;
  /** Number of deletions that the current round of merging covers; `undefined` between rounds. */
  #wanted: number | undefined;
  /** Whether the current round has merged all segments. */
  #isMerged = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
  }

  /** Performs one step. */
  erase(): EraseStep {
    const { wanted, done } = this.#statements.get<{ wanted: number; done: number }>(
      "SELECT wanted, done FROM erasure",
    )!;
    if (wanted === done) return "done";
    const isFirst = this.#wanted === undefined;
    this.#wanted ??= wanted;
    // A negative number starts a merge of all segments, a positive number continues it.
    if (!this.#isMerged && this.#merge(isFirst ? -MERGED_PAGES : MERGED_PAGES)) return "more";
    this.#isMerged = true;
    if (!this.#truncateLog()) return "wait";
    this.#statements.run("UPDATE erasure SET done = ?", this.#wanted);
    const isDone = this.#wanted === wanted;
    this.#wanted = undefined;
    this.#isMerged = false;
    return isDone ? "done" : "wait";
  }

  /** Merges some pages. Returns whether there were any to merge. */
  #merge(pages: number): boolean {
    const before = this.#changes();
    this.#statements.run(
      "INSERT INTO message_words (message_words, rank) VALUES ('merge', ?)",
      pages,
    );
    // The statement itself counts as one, see https://www.sqlite.org/fts5.html#the_merge_command.
    return this.#changes() - before >= 2;
  }

  #changes(): number {
    return this.#statements.get<{ count: number }>("SELECT total_changes() AS count")!.count;
  }

  /** Truncates the write-ahead log. Returns `false`, without waiting, if another connection uses the log. */
  #truncateLog(): boolean {
    const { timeout } = this.#statements.get<{ timeout: number }>("PRAGMA busy_timeout")!;
    this.#database.exec("PRAGMA busy_timeout = 0");
    try {
      return this.#statements.get<{ busy: number }>("PRAGMA wal_checkpoint(TRUNCATE)")!.busy === 0;
    } finally {
      this.#database.exec(`PRAGMA busy_timeout = ${timeout}`);
    }
  }
}
