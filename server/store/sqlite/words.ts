import { toWords } from "../../../protocol/text/terms.ts";
import { isChange } from "../fold.ts";
import { type BlockEntry, decodeBlock, textOf } from "./block.ts";
import { SqliteEntries, type StateRow } from "./entries.ts";
import type { SqliteStatements } from "./statements.ts";

/** The index of words, in which the messages of a row of blocks share one of its own. */
export class SqliteWords {
  readonly #statements: SqliteStatements;
  readonly #entries: SqliteEntries;

  constructor(statements: SqliteStatements) {
    this.#statements = statements;
    this.#entries = new SqliteEntries(statements);
  }

  /**
   * Puts the words of new messages into the index.
   *
   * @param seq Position of their row.
   * @param conversation Number of their conversation.
   * @param entries What is in the row.
   */
  add(seq: number, conversation: number, entries: readonly BlockEntry[]): void {
    const messages = entries.filter(([, , , , , extra]) => !isChange(extra));
    this.#put(seq, conversation, messages.map(textOf));
  }

  /** Puts the present words of a row into the index instead of those that are there. */
  replace(seq: number): void {
    const { conversation, id, count, messages } = this.#statements.get<
      { conversation: number; id: number; count: number; messages: string }
    >("SELECT conversation, id, count, messages FROM block WHERE seq = ?", seq)!;
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
    this.remove(seq);
    this.#put(seq, conversation, texts);
  }

  /** Removes the words of a row from the index. */
  remove(seq: number): void {
    this.#statements.run("DELETE FROM message_words WHERE rowid = ?", seq);
  }

  #put(seq: number, conversation: number, texts: readonly string[]): void {
    if (texts.length === 0) return;
    this.#statements.run(
      "INSERT INTO message_words (rowid, conversation, words) VALUES (?, ?, ?)",
      seq,
      String(conversation),
      toWords(texts.join(" ")),
    );
  }
}
