import type { DatabaseSync } from "node:sqlite";
import type { RequestedChange } from "../../../protocol/messages/requested_change.ts";
import type { ArchivedEntry } from "../archive.ts";
import { identityOf, SqliteAuthors } from "./authors.ts";
import type { BlockEntry } from "./block.ts";
import { SqliteChanges } from "./changes.ts";
import { SqliteClaim } from "./claim.ts";
import { connectSqlite } from "./connection.ts";
import { SqliteEntries } from "./entries.ts";
import { type OpenConversation, OpenConversations } from "./open_conversations.ts";
import { SqliteStatements } from "./statements.ts";
import { isMessage, type NewChange, type StoredChange, type StoredMessage } from "../entry.ts";
import { fromDeletion, fromReactions, isChange, toChangeExtra, toMessageExtra } from "../fold.ts";
import { type Importer, toRequestedChange } from "../importer.ts";
import { failure, StoreError, StoreProblem } from "../store_error.ts";
import { toStoredText } from "../stored_text.ts";
import { SqliteWords } from "./words.ts";

/** Timeout for a lock of another process, in milliseconds. */
const BUSY_TIMEOUT = 5_000;

/** Imports entries into a SQLite file, in one transaction. */
export class SqliteImporter implements Importer {
  readonly #database: DatabaseSync;
  readonly #claim: SqliteClaim;
  readonly #statements: SqliteStatements;
  readonly #authors: SqliteAuthors;
  readonly #conversations: OpenConversations;
  readonly #entries: SqliteEntries;
  readonly #changes: SqliteChanges;
  readonly #words: SqliteWords;

  private constructor(database: DatabaseSync, claim: SqliteClaim) {
    this.#database = database;
    this.#claim = claim;
    this.#statements = new SqliteStatements(database);
    this.#authors = new SqliteAuthors(this.#statements);
    this.#words = new SqliteWords(this.#statements);
    this.#conversations = new OpenConversations(this.#statements, this.#words);
    this.#entries = new SqliteEntries(this.#statements, this.#conversations);
    this.#changes = new SqliteChanges(
      this.#statements,
      this.#authors,
      this.#conversations,
      this.#words,
    );
  }

  /**
   * Opens a database file; creates one if there is none.
   *
   * @param path The path of the file.
   * @throws {StoreError} If it cannot be opened, a server uses it, or it contains messages.
   */
  static async open(path: string): Promise<SqliteImporter> {
    const failed = failure("open database", { place: path });
    const claim = await SqliteClaim.make(path).catch(failed);
    let database: DatabaseSync | undefined;
    try {
      database = connectSqlite(path, { busyTimeout: BUSY_TIMEOUT });
      database.exec("BEGIN IMMEDIATE");
      const isEmpty = database.prepare("SELECT 1 FROM conversation LIMIT 1").get() === undefined;
      if (!isEmpty) throw new StoreProblem("has_messages", "it contains messages");
      return new SqliteImporter(database, claim);
    } catch (error) {
      database?.close();
      claim[Symbol.dispose]();
      return failed(error);
    }
  }

  add(entries: readonly ArchivedEntry[]): Promise<void> {
    return this.#attempt(() => {
      for (const entry of entries) this.#add(entry);
      this.#conversations.putAll();
      this.#changes.put();
      this.#words.put();
    });
  }

  commit(): Promise<void> {
    return this.#attempt(() => this.#database.exec("COMMIT"));
  }

  [Symbol.asyncDispose](): Promise<void> {
    // What was not committed is rolled back.
    this.#database.close();
    this.#claim[Symbol.dispose]();
    return Promise.resolve();
  }

  #attempt(write: () => void): Promise<void> {
    return Promise.try(write).catch(failure("store messages"));
  }

  #add({ conversation: key, person, entry }: ArchivedEntry): void {
    const conversation = this.#conversations.find(key) ??
      this.#conversations.create(key, entry.id - 1);
    if (conversation.lastId + 1 !== entry.id) {
      throw new StoreError(`Cannot store messages: id ${entry.id} follows ${conversation.lastId}`);
    }
    const added = isMessage(entry)
      ? this.#message(conversation, entry, person)
      : this.#change(conversation, entry, person) ?? this.#empty(conversation, entry, person);
    conversation.pending.push(added);
    conversation.lastId++;
  }

  #message(
    { number }: OpenConversation,
    message: StoredMessage,
    person: string | undefined,
  ): BlockEntry {
    const { id, from, to, text, at, reply, action, edited, deleted, reactions = [], rev } = message;
    if (rev !== undefined) {
      const data = fromReactions(reactions);
      this.#statements.run(
        `INSERT INTO state (conversation, id, rev, edited, deleted, reactions)
         VALUES (?, ?, ?, ?, ?, ?)`,
        number,
        id,
        rev,
        edited ?? null,
        deleted ? JSON.stringify(fromDeletion(deleted)) : null,
        data && JSON.stringify(data),
      );
    }
    const author = this.#authorOf(person);
    const extra = toMessageExtra(reply?.id, action);
    const stored = toStoredText(text);
    return extra ? [from, to, stored, at, author, extra] : [from, to, stored, at, author];
  }

  /** Makes a change, if it is not part of its message already. */
  #change(
    conversation: OpenConversation,
    entry: StoredChange,
    person: string | undefined,
  ): BlockEntry | undefined {
    const { number } = conversation;
    const change = toRequestedChange(entry);
    const row = this.#entries.find(number, entry.about);
    if (change === undefined || person === undefined || row === undefined) return undefined;
    const [, , , , author, extra]: BlockEntry = JSON.parse(row.entry);
    if (isChange(extra) || (row.rev ?? 0) >= entry.id) return undefined;
    if (change.type === "delete") this.#conversations.put(conversation);
    const { from, to, at } = entry;
    const made: NewChange = {
      ...{ conversation: "", from, to, at, person, change },
      rights: { identities: this.#identities(number, change, entry, author), since: 0, any: true },
    };
    return this.#changes.change(number, entry.id, made).entry;
  }

  /** Returns the identities with which a change can be made. */
  #identities(
    conversation: number,
    change: RequestedChange,
    { from }: StoredChange,
    author: BlockEntry[4],
  ): string[] {
    if (change.type !== "react") return [identityOf(this.#statements, author) ?? ""];
    if (!change.remove) return [];
    // The reaction may be that of the guest who registered the account.
    return this.#statements.all<{ identity: string }>(
      `SELECT identity FROM reaction JOIN author ON number = author
       WHERE conversation = ? AND about = ? AND emoji = ? AND name = ?`,
      conversation,
      change.about,
      toStoredText(change.emoji),
      from,
    ).map(({ identity }) => identity);
  }

  /** A change that changes nothing. */
  #empty(
    { number }: OpenConversation,
    change: StoredChange,
    person: string | undefined,
  ): BlockEntry {
    const { from, to, at } = change;
    const row = this.#entries.find(number, change.about);
    const message: BlockEntry | undefined = row && JSON.parse(row.entry);
    const target = message ? { from: message[0], at: message[3] } : change.target;
    const extra = toChangeExtra({ ...change, ...(target && { target }) });
    return [from, to, "", at, this.#authorOf(person), extra];
  }

  #authorOf(person: string | undefined): number | null {
    return person === undefined ? null : this.#authors.numberOf(person);
  }
}
