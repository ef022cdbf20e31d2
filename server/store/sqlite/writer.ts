import type { DatabaseSync } from "node:sqlite";
import { NOT_FOUND } from "../change_rights.ts";
import { SqliteAuthors } from "./authors.ts";
import { SqliteChanges } from "./changes.ts";
import type { HighWaterMark } from "./high_water_mark.ts";
import { transact } from "./connection.ts";
import { SqliteNonces } from "./nonces.ts";
import { SQLITE_MIGRATIONS } from "./migrations.ts";
import { OpenConversations } from "./open_conversations.ts";
import { toWriteResult, type WriteResult } from "./outcome.ts";
import { type EntryRun, fromRuns } from "./run.ts";
import { SqliteStatements } from "./statements.ts";
import type { NewChange, NewEntry, NewMessage, Outcome } from "../entry.ts";
import { SqliteWords } from "./words.ts";
import { toMessageExtra } from "../fold.ts";
import { toStoredText } from "../stored_text.ts";

/** Writes entries to a database. Every call is one transaction and blocks its thread until the disk has it. */
export class SqliteWriter {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;
  readonly #nonces: SqliteNonces;
  readonly #authors: SqliteAuthors;
  readonly #changes: SqliteChanges;
  readonly #conversations: OpenConversations;
  readonly #words: SqliteWords;
  readonly #mark: HighWaterMark | undefined;

  /**
   * @param database The connection.
   * @param mark Is told of what is committed.
   */
  constructor(database: DatabaseSync, mark?: HighWaterMark) {
    this.#database = database;
    this.#mark = mark;
    this.#statements = new SqliteStatements(database);
    this.#nonces = new SqliteNonces(this.#statements);
    this.#authors = new SqliteAuthors(this.#statements);
    this.#words = new SqliteWords(this.#statements);
    this.#conversations = new OpenConversations(this.#statements, this.#words);
    this.#changes = new SqliteChanges(
      this.#statements,
      this.#authors,
      this.#conversations,
      this.#words,
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
      const { lastRow } = this.#conversations;
      if (lastRow !== undefined) this.#mark?.advance(lastRow);
      this.#conversations.confirm();
      return outcomes.map(toWriteResult);
    } catch (error) {
      this.#nonces.revert();
      this.#authors.revert();
      this.#changes.revert();
      this.#words.revert();
      this.#conversations.revert();
      throw error;
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
    this.#conversations.putAll();
    this.#changes.put();
    this.#words.put();
    this.#nonces.put();
    return outcomes;
  }

  #say(message: NewMessage): Outcome {
    const { conversation: key, from, to, text, at, person, reply, action } = message;
    const author = this.#authors.numberOf(person);
    const extra = toMessageExtra(reply, action);
    if (extra === undefined) {
      const conversation = this.#conversations.find(key) ?? this.#conversations.create(key);
      conversation.pending.push([from, to, toStoredText(text), at, author]);
      return { id: ++conversation.lastId, at, repeated: false };
    }
    const known = this.#conversations.find(key);
    const quote = reply === undefined || known === undefined
      ? undefined
      : this.#changes.quote(known.number, known.lastId, reply);
    if (reply !== undefined && quote === undefined) return NOT_FOUND;
    const conversation = known ?? this.#conversations.create(key);
    conversation.pending.push([from, to, toStoredText(text), at, author, extra]);
    return { id: ++conversation.lastId, at, repeated: false, ...(quote && { quote }) };
  }

  #change(change: NewChange): Outcome {
    const conversation = this.#conversations.find(change.conversation);
    if (conversation === undefined) return NOT_FOUND;
    if (change.change.type === "delete") this.#conversations.put(conversation);
    const { number, lastId } = conversation;
    const { outcome, entry } = this.#changes.change(number, lastId + 1, change);
    if (entry !== undefined) {
      conversation.pending.push(entry);
      conversation.lastId++;
    }
    return outcome;
  }
}
