import { toWords } from "../../../protocol/text/terms.ts";
import { isChange } from "../fold.ts";
import { type Block, type BlockEntry, decodeBlock, textOf } from "./block.ts";
import { SqliteEntries, type StateRow } from "./entries.ts";
import type { SqliteStatements } from "./statements.ts";

/** Positions without words from which on a transaction puts the words of all rows into the index. A search reads these rows. */
const MAX_WAITING = 64;

/**
 * Entries of a transaction from which on it does so in any case. Fewer take longer to put into the index than to store; of
 * more, a search would have much to read.
 */
export const MANY_ENTRIES = 64;

/** A row of blocks with its place. */
type Row = Block & { readonly seq: number; readonly conversation: number; readonly count: number };

/** What a new row has. */
interface NewRow {
  readonly conversation: number;
  readonly entries: readonly BlockEntry[];
  /** Whether the same transaction changed one of them, so that they must be read from the database. */
  readonly isChanged?: true;
}

/**
 * The index of words, in which the messages of a row of blocks share one of its own.
 *
 * Rows up to the last one in the index are in it, unless they have no words; later ones wait for it, a few at most. Nothing
 * about them is kept in memory between transactions, so a crash loses nothing, and a search reads them as they are.
 */
export class SqliteWords {
  readonly #statements: SqliteStatements;
  readonly #entries: SqliteEntries;
  /** Rows of the current transaction by position, in order. */
  readonly #added = new Map<number, NewRow>();
  /** What {@linkcode indexedUpTo} returned last; 0 if it may be less now. */
  #upTo = 0;

  constructor(statements: SqliteStatements) {
    this.#statements = statements;
    this.#entries = new SqliteEntries(statements);
  }

  /**
   * Adds a row of the current transaction.
   *
   * @param seq Its position, after all others.
   * @param conversation Number of its conversation.
   * @param entries What is in the row.
   */
  add(seq: number, conversation: number, entries: readonly BlockEntry[]): void {
    this.#added.set(seq, { conversation, entries });
  }

  /** Puts the present words of a row into the index instead of those that are there, if it is in the index. */
  replace(seq: number): void {
    const added = this.#added.get(seq);
    if (added !== undefined) {
      this.#added.set(seq, { ...added, isChanged: true });
    } else if (seq <= indexedUpTo(this.#statements)) {
      const row = this.#statements.get<Row>(
        "SELECT seq, conversation, id, count, messages FROM block WHERE seq = ?",
        seq,
      )!;
      this.remove(seq);
      this.#putPresent(row);
    }
  }

  /** Removes the words of a row from the index, if they are there. */
  remove(seq: number): void {
    this.#upTo = 0;
    this.#statements.run("DELETE FROM message_words WHERE rowid = ?", seq);
  }

  /** Ends the rows of a transaction: puts the words of all rows into the index, if they are enough. */
  put(): void {
    const seqs = [...this.#added.keys()];
    const [first, last] = [seqs[0], seqs.at(-1)];
    if (first === undefined || last === undefined) return;
    let entries = 0;
    for (const row of this.#added.values()) entries += row.entries.length;
    if (entries >= MANY_ENTRIES || this.#isFar(last)) {
      this.#putFrom(indexedUpTo(this.#statements) + 1, first - 1);
      for (const [seq, row] of this.#added) {
        if (row.isChanged) this.#putFrom(seq, seq);
        else this.#putNew(seq, row);
      }
      // Otherwise rows without words would wait for ever, and each search would read them.
      if (indexedUpTo(this.#statements) < last) this.#insert(last, []);
    }
    this.#added.clear();
  }

  /** Discards the rows of the current transaction, since it is rolled back. */
  revert(): void {
    this.#added.clear();
    this.#upTo = 0;
  }

  /** Returns whether {@linkcode MAX_WAITING} positions or more up to a new row are without words. */
  #isFar(last: number): boolean {
    // If all rows were deleted, positions begin anew.
    const isNear = last > this.#upTo && last - this.#upTo < MAX_WAITING;
    if (!isNear) this.#upTo = indexedUpTo(this.#statements);
    return last - this.#upTo >= MAX_WAITING;
  }

  #putNew(seq: number, { conversation, entries }: NewRow): void {
    const messages = entries.filter(([, , , , , extra]) => !isChange(extra));
    if (messages.length > 0) this.#insert(seq, messages.map(textOf), conversation);
  }

  /** Puts the present words of rows into the index, from one position to another. */
  #putFrom(first: number, last: number): void {
    for (let from = first; from <= last;) {
      const rows = this.#statements.all<Row>(
        `SELECT seq, conversation, id, count, messages FROM block
         WHERE seq >= ? AND seq <= ? ORDER BY seq LIMIT ${MAX_WAITING}`,
        from,
        last,
      );
      for (const row of rows) this.#putPresent(row);
      from = (rows.at(-1)?.seq ?? last) + 1;
    }
  }

  #putPresent({ seq, conversation, id, count, messages }: Row): void {
    const states = new Map(
      this.#statements.all<Pick<StateRow, "edit" | "deleted"> & { readonly id: number }>(
        "SELECT id, edit, deleted FROM state WHERE conversation = ? AND id >= ? AND id < ?",
        conversation,
        id,
        id + count,
      ).map((state) => [state.id, state]),
    );
    const texts = decodeBlock(messages).flatMap((entry, index) => {
      const { edit = null, deleted = null } = states.get(id + index) ?? {};
      if (isChange(entry[5]) || deleted !== null) return [];
      return [this.#entries.textOf(conversation, entry, edit)];
    });
    if (texts.length > 0) this.#insert(seq, texts, conversation);
  }

  #insert(seq: number, texts: readonly string[], conversation?: number): void {
    this.#statements.run(
      "INSERT INTO message_words (rowid, conversation, words) VALUES (?, ?, ?)",
      seq,
      String(conversation ?? ""),
      toWords(texts.join(" ")),
    );
  }
}

/**
 * Returns the position up to which rows are in the index of words: that of the last row in it. The index has a table of them,
 * see https://www.sqlite.org/fts5.html#fts5_data_structures.
 */
export function indexedUpTo(statements: SqliteStatements): number {
  return statements.get<{ upTo: number | null }>(
    "SELECT max(id) AS upTo FROM message_words_docsize",
  )!.upTo ?? 0;
}
