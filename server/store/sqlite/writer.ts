import type { DatabaseSync } from "node:sqlite";
import { NOT_FOUND } from "../change_rights.ts";
import { SqliteAuthors } from "./authors.ts";
import { type BlockEntry, encodeBlock, toBlocks } from "./block.ts";
import { SqliteChanges } from "./changes.ts";
import { transact } from "./connection.ts";
import { SqliteNonces } from "./nonces.ts";
import { SQLITE_MIGRATIONS } from "./migrations.ts";
import { toWriteResult, type WriteResult } from "./outcome.ts";
import { type EntryRun, fromRuns } from "./run.ts";
import { SqliteStatements } from "./statements.ts";
import { SqliteWords } from "./words.ts";
import type { NewChange, NewEntry, NewMessage, Outcome } from "../entry.ts";
import { toStoredText } from "../stored_text.ts";

/** A conversation that a transaction writes to. */
interface StoredConversation {
  readonly number: number;
  /** The last `id` before the transaction. */
  readonly storedId: number;
  lastId: number;
  /** New entries in it that are in no row yet. */
  pending: BlockEntry[];
}

/** Writes entries to a database. Every call is one transaction and blocks its thread until the disk has it. */
export class SqliteWriter {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;
  readonly #nonces: SqliteNonces;
  readonly #authors: SqliteAuthors;
  readonly #words: SqliteWords;
  readonly #changes: SqliteChanges;
  /** The conversations that the present transaction writes to, by their keys. */
  readonly #conversations = new Map<string, StoredConversation>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
    this.#nonces = new SqliteNonces(this.#statements);
    this.#authors = new SqliteAuthors(this.#statements);
    this.#words = new SqliteWords(this.#statements);
    this.#changes = new SqliteChanges(
      this.#statements,
      this.#authors,
      (number, id) => this.#findPending(number, id),
    );
  }

  /** As {@linkcode Store.check}, by writing the schema version again. */
  check(): void {
    transact(
      this.#database,
      () => this.#database.exec(`PRAGMA user_version = ${SQLITE_MIGRATIONS.length}`),
    );
  }

  /** As {@linkcode Store.append}, with compact arguments and results. */
  append(runs: readonly EntryRun[]): WriteResult[] {
    try {
      const outcomes = transact(this.#database, () => this.#store(fromRuns(runs)));
      this.#nonces.confirm();
      return outcomes.map(toWriteResult);
    } catch (error) {
      this.#nonces.revert();
      this.#authors.revert();
      this.#changes.revert();
      throw error;
    } finally {
      this.#conversations.clear();
    }
  }

  #store(entries: readonly NewEntry[]): Outcome[] {
    const outcomes = entries.map((entry) => {
      const first = this.#nonces.first(entry);
      if (first !== undefined) return first;
      const outcome = "change" in entry ? this.#change(entry) : this.#say(entry);
      if (!("code" in outcome) && !outcome.repeated) this.#nonces.add(entry, outcome.id);
      return outcome;
    });
    for (const conversation of this.#conversations.values()) {
      const { number, lastId, storedId } = conversation;
      if (lastId === storedId) continue;
      this.#put(conversation);
      this.#statements.run("UPDATE conversation SET last_id = ? WHERE number = ?", lastId, number);
    }
    this.#changes.put();
    this.#nonces.put();
    return outcomes;
  }

  #say(message: NewMessage): Outcome {
    const { conversation: key, from, to, text, at, person, reply, action } = message;
    const author = this.#authors.numberOf(person);
    if (reply === undefined && action === undefined) {
      const conversation = this.#find(key) ?? this.#create(key);
      conversation.pending.push([from, to, toStoredText(text), at, author]);
      return { id: ++conversation.lastId, at, repeated: false };
    }
    const known = this.#find(key);
    const quote = reply === undefined || known === undefined
      ? undefined
      : this.#changes.quote(known.number, known.lastId, reply);
    if (reply !== undefined && quote === undefined) return NOT_FOUND;
    const conversation = known ?? this.#create(key);
    const extra = { ...(reply !== undefined && { reply }), ...(action && { action }) };
    conversation.pending.push([from, to, toStoredText(text), at, author, extra]);
    return { id: ++conversation.lastId, at, repeated: false, ...(quote && { quote }) };
  }

  #change(change: NewChange): Outcome {
    const conversation = this.#find(change.conversation);
    if (conversation === undefined) return NOT_FOUND;
    if (change.change.type === "delete") this.#put(conversation);
    const { number, lastId } = conversation;
    const { outcome, entry } = this.#changes.change(number, lastId + 1, change);
    if (entry !== undefined) {
      conversation.pending.push(entry);
      conversation.lastId++;
    }
    return outcome;
  }

  /** Puts what is new in a conversation into rows. */
  #put(conversation: StoredConversation): void {
    const { number, lastId, pending } = conversation;
    let id = lastId - pending.length + 1;
    for (const block of toBlocks(pending)) {
      const { lastInsertRowid: seq } = this.#statements.run(
        "INSERT INTO block (conversation, id, count, at, messages) VALUES (?, ?, ?, ?, ?)",
        number,
        id,
        block.length,
        Math.max(...block.map(([, , , at]) => at)),
        encodeBlock(block),
      );
      this.#words.add(seq, number, block);
      id += block.length;
    }
    conversation.pending = [];
  }

  #findPending(number: number, id: number): BlockEntry | undefined {
    for (const { number: other, lastId, pending } of this.#conversations.values()) {
      if (other === number) return pending[pending.length - 1 - (lastId - id)];
    }
    return undefined;
  }

  #find(key: string): StoredConversation | undefined {
    const open = this.#conversations.get(key);
    if (open !== undefined) return open;
    const known = this.#statements.get<{ number: number; last: number }>(
      "SELECT number, last_id AS last FROM conversation WHERE key = ?",
      key,
    );
    return known && this.#open(key, known.number, known.last);
  }

  #create(key: string): StoredConversation {
    const { lastInsertRowid: number } = this.#statements.run(
      "INSERT INTO conversation (key, last_id) VALUES (?, 0)",
      key,
    );
    return this.#open(key, number, 0);
  }

  #open(key: string, number: number, last: number): StoredConversation {
    const conversation = { number, storedId: last, lastId: last, pending: [] };
    this.#conversations.set(key, conversation);
    return conversation;
  }
}
