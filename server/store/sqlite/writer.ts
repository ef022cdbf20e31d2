import type { DatabaseSync } from "node:sqlite";
import type { PruneStep } from "../pruning.ts";
import { DAY, type Retention } from "../retention.ts";
import { type Block, decodeBlock, encodeBlock, toBlocks } from "./block.ts";
import { transact } from "./connection.ts";
import { SqliteNonces } from "./nonces.ts";
import { SQLITE_MIGRATIONS } from "./migrations.ts";
import { toWriteResult, type WriteResult } from "./outcome.ts";
import { fromRuns, type MessageRun } from "./run.ts";
import { SqliteStatements } from "./statements.ts";
import type { NewMessage, Stored, StoredMessage } from "../entry.ts";
import { toWords } from "../../../protocol/text/terms.ts";

/** A conversation that a transaction writes to. */
interface StoredConversation {
  readonly number: number;
  lastId: number;
  /** The new messages in it. */
  readonly said: NewMessage[];
}

/** A {@linkcode Block} without its messages. */
interface BlockRow {
  readonly seq: number;
  readonly count: number;
}

/**
 * Number of messages that one step of {@linkcode SqliteWriter.prune} deletes, or more if the first row has more, and of
 * rows that it reads: a few milliseconds of work.
 */
const PRUNE_MESSAGES = 500;

/** Result of a pruning step that found nothing. */
const NOTHING: PruneStep = { removed: 0, more: false };

/** Maximum conversations that one step of {@linkcode SqliteWriter.prune} checks. */
const PRUNE_CONVERSATIONS = 1_000;

/** Writes messages to a database. Every call is one transaction and blocks its thread until the disk has it. */
export class SqliteWriter {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;
  readonly #nonces: SqliteNonces;
  /** Number of the conversation up to which the current pass of pruning has checked. */
  #pruned = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
    this.#nonces = new SqliteNonces(this.#statements);
  }

  /** As {@linkcode Store.check}, by writing the schema version again. */
  check(): void {
    transact(
      this.#database,
      () => this.#database.exec(`PRAGMA user_version = ${SQLITE_MIGRATIONS.length}`),
    );
  }

  /** As {@linkcode Store.append}, with compact arguments and results. */
  append(runs: readonly MessageRun[]): WriteResult[] {
    try {
      const stored = transact(this.#database, () => this.#store(fromRuns(runs)));
      this.#nonces.confirm();
      return stored.map(toWriteResult);
    } catch (error) {
      this.#nonces.revert();
      throw error;
    }
  }

  /**
   * Deletes some expired nonces, some expired messages, and some messages of conversations that have too many.
   *
   * @param now The time, in Unix milliseconds.
   * @param retention The limits.
   * @returns The number of deleted messages, and whether there may be more to delete.
   */
  prune(now: number, { keepMessages, keepDays }: Retention): PruneStep {
    return transact(this.#database, () => {
      const moreNonces = this.#nonces.prune(now);
      const old = keepDays === undefined ? NOTHING : this.#pruneBefore(now - keepDays * DAY);
      const tooMany = keepMessages === undefined ? NOTHING : this.#pruneBeyond(keepMessages);
      return {
        removed: old.removed + tooMany.removed,
        more: moreNonces || old.more || tooMany.more,
      };
    });
  }

  #store(messages: readonly NewMessage[]): Stored[] {
    const conversations = new Map<string, StoredConversation>();
    const stored = messages.map((message) => {
      const first = this.#nonces.first(message);
      if (first !== undefined) return first;
      const { conversation: key, at } = message;
      const conversation = conversations.get(key) ?? this.#open(key);
      conversations.set(key, conversation);
      const id = ++conversation.lastId;
      conversation.said.push(message);
      this.#nonces.add(message, id);
      return { id, at, repeated: false };
    });
    for (const conversation of conversations.values()) this.#put(conversation);
    this.#nonces.put();
    return stored;
  }

  #put({ number, lastId, said }: StoredConversation): void {
    let id = lastId - said.length + 1;
    for (const block of toBlocks(said)) {
      const { lastInsertRowid: seq } = this.#statements.run(
        "INSERT INTO block (conversation, id, count, at, messages) VALUES (?, ?, ?, ?, ?)",
        number,
        id,
        block.length,
        Math.max(...block.map(({ at }) => at)),
        encodeBlock(block),
      );
      this.#statements.run(
        "INSERT INTO message_words (rowid, conversation, words) VALUES (?, ?, ?)",
        seq,
        String(number),
        toWords(block.map(({ text }) => text).join(" ")),
      );
      id += block.length;
    }
    this.#statements.run("UPDATE conversation SET last_id = ? WHERE number = ?", lastId, number);
  }

  #open(key: string): StoredConversation {
    const known = this.#statements.get<Omit<StoredConversation, "said">>(
      "SELECT number, last_id AS lastId FROM conversation WHERE key = ?",
      key,
    );
    if (known) return { ...known, said: [] };
    const { lastInsertRowid } = this.#statements.run(
      "INSERT INTO conversation (key, last_id) VALUES (?, 0)",
      key,
    );
    return { number: lastInsertRowid, lastId: 0, said: [] };
  }

  /** Deletes the first messages in the order of storing while they are expired, so that no conversation gets a gap. */
  #pruneBefore(time: number): PruneStep {
    const blocks = this.#statements.all<BlockRow & { at: number }>(
      "SELECT seq, count, at FROM block ORDER BY seq LIMIT ?",
      PRUNE_MESSAGES,
    );
    const stored = blocks.findIndex(({ at }) => at >= time);
    const step = this.#remove(stored < 0 ? blocks : blocks.slice(0, stored), PRUNE_MESSAGES);
    if (stored < 0 || step.more) return { ...step, more: blocks.length > 0 };
    const { seq } = blocks[stored]!;
    const first = this.#messages(seq).findIndex(({ at }) => at >= time);
    return { removed: step.removed + this.#cut(seq, first), more: false };
  }

  #pruneBeyond(keepMessages: number): PruneStep {
    const conversations = this.#statements.all<Omit<StoredConversation, "said">>(
      `SELECT number, last_id AS lastId FROM conversation WHERE number > ?
       ORDER BY number LIMIT ?`,
      this.#pruned,
      PRUNE_CONVERSATIONS,
    );
    let removed = 0;
    for (const { number, lastId } of conversations) {
      const last = lastId - keepMessages;
      const blocks = this.#statements.all<BlockRow & { id: number }>(
        "SELECT seq, id, count FROM block WHERE conversation = ? AND id <= ? ORDER BY id LIMIT ?",
        number,
        last,
        PRUNE_MESSAGES,
      );
      const end = blocks.findIndex(({ id, count }) => id + count - 1 > last);
      const whole = end < 0 ? blocks : blocks.slice(0, end);
      const step = this.#remove(whole, PRUNE_MESSAGES - removed);
      removed += step.removed;
      // There may be more in this conversation.
      if (step.more || blocks.length === PRUNE_MESSAGES) return { removed, more: true };
      if (end >= 0) removed += this.#cut(blocks[end]!.seq, last - blocks[end]!.id + 1);
      this.#pruned = number;
      if (removed >= PRUNE_MESSAGES) return { removed, more: true };
    }
    const more = conversations.length === PRUNE_CONVERSATIONS;
    if (!more) this.#pruned = 0;
    return { removed, more };
  }

  /** Deletes rows, at least the first, until enough messages are deleted. */
  #remove(blocks: readonly BlockRow[], most: number): PruneStep {
    let removed = 0;
    for (const { seq, count } of blocks) {
      if (removed > 0 && removed + count > most) return { removed, more: true };
      this.#statements.run("DELETE FROM block WHERE seq = ?", seq);
      this.#statements.run("DELETE FROM message_words WHERE rowid = ?", seq);
      removed += count;
    }
    return { removed, more: false };
  }

  /** Deletes the first messages of a row. Their words stay in the index until the row is deleted; searches check messages. */
  #cut(seq: number, count: number): number {
    if (count === 0) return 0;
    this.#statements.run(
      "UPDATE block SET id = id + ?1, count = count - ?1, messages = ?2 WHERE seq = ?3",
      count,
      encodeBlock(this.#messages(seq).slice(count)),
      seq,
    );
    return count;
  }

  #messages(seq: number): StoredMessage[] {
    return decodeBlock(
      this.#statements.get<Block>("SELECT id, messages FROM block WHERE seq = ?", seq)!,
    );
  }
}
