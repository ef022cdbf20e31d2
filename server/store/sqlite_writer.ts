import type { DatabaseSync } from "node:sqlite";
import { DAY, type Retention } from "./retention.ts";
import { transact } from "./sqlite_connection.ts";
import { SqliteNonces } from "./sqlite_nonces.ts";
import { SqliteStatements } from "./sqlite_statements.ts";
import type { Draft, Stored } from "./store.ts";
import { toStoredText } from "./stored_text.ts";
import { toWords } from "../../protocol/terms.ts";

/** A conversation while a transaction writes to it. */
interface Conversation {
  readonly number: number;
  lastId: number;
}

/** Rows that one step of {@linkcode SqliteWriter.prune} removes at most: some milliseconds of work. */
const PRUNE_ROWS = 500;

/** Conversations that one step of {@linkcode SqliteWriter.prune} looks at. */
const PRUNE_CONVERSATIONS = 1_000;

/** Writes messages to a database; every call is one transaction and keeps its thread until the disk has it. */
export class SqliteWriter {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;
  readonly #nonces: SqliteNonces;
  /** The number of the conversation up to which too many messages were looked for. */
  #pruned = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
    this.#nonces = new SqliteNonces(this.#statements);
  }

  /** As {@linkcode Store.append}. */
  append(drafts: readonly Draft[]): Stored[] {
    try {
      const stored = transact(this.#database, () => this.#store(drafts));
      this.#nonces.confirm();
      return stored;
    } catch (error) {
      this.#nonces.revert();
      throw error;
    }
  }

  /**
   * Removes some of what need not be kept any longer: nonces, messages that are too old, and those of conversations that
   * have too many.
   *
   * @param now The time, in Unix milliseconds.
   * @param retention What to keep.
   * @returns How many messages were removed, and whether there may be more to remove.
   */
  prune(now: number, { keepMessages, keepDays }: Retention): { removed: number; more: boolean } {
    return transact(this.#database, () => {
      const moreNonces = this.#nonces.prune(now);
      const old = keepDays === undefined ? 0 : this.#pruneBefore(now - keepDays * DAY);
      const { removed, more } = keepMessages === undefined
        ? { removed: 0, more: false }
        : this.#pruneBeyond(keepMessages);
      return {
        removed: old + removed,
        more: more || moreNonces || old === PRUNE_ROWS,
      };
    });
  }

  #store(drafts: readonly Draft[]): Stored[] {
    const conversations = new Map<string, Conversation>();
    const stored = drafts.map((draft) =>
      this.#nonces.first(draft) ?? this.#put(draft, conversations)
    );
    for (const { number, lastId } of conversations.values()) {
      this.#statements.run("UPDATE conversation SET last_id = ? WHERE number = ?", lastId, number);
    }
    return stored;
  }

  #put(draft: Draft, conversations: Map<string, Conversation>): Stored {
    const { conversation: key, to, from, text, at } = draft;
    const conversation = conversations.get(key) ?? this.#open(key);
    conversations.set(key, conversation);
    const { number } = conversation;
    const id = ++conversation.lastId;
    const { lastInsertRowid: seq } = this.#statements.run(
      `INSERT INTO message (conversation, id, sender, recipient, text, at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      number,
      id,
      from,
      to,
      toStoredText(text),
      at,
    );
    this.#statements.run(
      "INSERT INTO message_words (rowid, conversation, words) VALUES (?, ?, ?)",
      seq,
      String(number),
      toWords(text),
    );
    this.#nonces.put(draft, id);
    return { id, at, repeated: false };
  }

  #open(key: string): Conversation {
    const known = this.#statements.get<Conversation>(
      "SELECT number, last_id AS lastId FROM conversation WHERE key = ?",
      key,
    );
    if (known) return known;
    const { lastInsertRowid } = this.#statements.run(
      "INSERT INTO conversation (key, last_id) VALUES (?, 0)",
      key,
    );
    return { number: lastInsertRowid, lastId: 0 };
  }

  /** Removes the first messages of all as long as they are too old; so no conversation gets a gap. */
  #pruneBefore(time: number): number {
    const oldest = this.#statements.all<{ seq: number; at: number }>(
      "SELECT seq, at FROM message ORDER BY seq LIMIT ?",
      PRUNE_ROWS,
    );
    const kept = oldest.findIndex(({ at }) => at >= time);
    return this.#remove(kept < 0 ? oldest : oldest.slice(0, kept));
  }

  #pruneBeyond(keepMessages: number): { removed: number; more: boolean } {
    const conversations = this.#statements.all<Conversation>(
      `SELECT number, last_id AS lastId FROM conversation WHERE number > ?
       ORDER BY number LIMIT ?`,
      this.#pruned,
      PRUNE_CONVERSATIONS,
    );
    let removed = 0;
    for (const { number, lastId } of conversations) {
      removed += this.#remove(
        this.#statements.all<{ seq: number }>(
          "SELECT seq FROM message WHERE conversation = ? AND id <= ? ORDER BY id LIMIT ?",
          number,
          lastId - keepMessages,
          PRUNE_ROWS - removed,
        ),
      );
      // There may be more in this one.
      if (removed === PRUNE_ROWS) return { removed, more: true };
      this.#pruned = number;
    }
    const more = conversations.length === PRUNE_CONVERSATIONS;
    if (!more) this.#pruned = 0;
    return { removed, more };
  }

  #remove(messages: readonly { seq: number }[]): number {
    for (const { seq } of messages) {
      this.#statements.run("DELETE FROM message WHERE seq = ?", seq);
      this.#statements.run("DELETE FROM message_words WHERE rowid = ?", seq);
    }
    return messages.length;
  }
}
