import { PostgresClient } from "./client.ts";
import { migratePostgres } from "./migrate.ts";
import { preparePostgres } from "./prepare.ts";
import { withoutPassword } from "./url.ts";
import { toChangeRow, wordsOf } from "./writer.ts";
import type { ArchivedEntry } from "../archive.ts";
import type { RequestedChange } from "../../../protocol/messages/requested_change.ts";
import { isMessage, type StoredChange, type StoredMessage } from "../entry.ts";
import { fromDeletion, fromReactions, toChangeExtra, toMessageExtra } from "../fold.ts";
import { type Importer, toRequestedChange } from "../importer.ts";
import { failure, StoreError, StoreProblem } from "../store_error.ts";
import { toStoredText } from "../stored_text.ts";

/** A conversation with imported entries. */
interface Conversation {
  readonly number: number;
  last: number;
}

/** Imports entries into a PostgreSQL database, in one transaction. */
export class PostgresImporter implements Importer {
  /** One connection, as the transaction is of one. */
  readonly #client: PostgresClient;
  readonly #conversations = new Map<string, Conversation>();
  /** Rows of messages that are not written yet. */
  #messages: object[] = [];

  private constructor(location: string) {
    this.#client = new PostgresClient(location, 1);
  }

  /**
   * Connects to a database, and creates what is missing in it.
   *
   * @param location As in `postgres://user@host/database`.
   * @throws {StoreError} If it cannot be reached or used, or contains messages.
   */
  static async open(location: string): Promise<PostgresImporter> {
    await preparePostgres(location, migratePostgres);
    const importer = new PostgresImporter(location);
    try {
      await importer.#begin();
      return importer;
    } catch (error) {
      await importer[Symbol.asyncDispose]();
      return failure("open database", { place: withoutPassword(location) })(error);
    }
  }

  async add(entries: readonly ArchivedEntry[]): Promise<void> {
    try {
      for (const entry of entries) await this.#add(entry);
      await this.#writeMessages();
    } catch (error) {
      failure("store messages")(error);
    }
  }

  async commit(): Promise<void> {
    try {
      const last = [...this.#conversations.values()];
      await this.#client.run((sql) =>
        sql`
          UPDATE chat.conversation SET last_id = imported.last
          FROM json_to_recordset(${
          JSON.stringify(last)
        }::text::json) AS imported (number integer, last bigint)
          WHERE conversation.number = imported.number
        `
      );
      await this.#client.run((sql) => sql`COMMIT`);
    } catch (error) {
      failure("store messages")(error);
    }
  }

  /** Closes the connection; what was not committed is rolled back. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }

  async #begin(): Promise<void> {
    await this.#client.run((sql) => sql`BEGIN`);
    // A server would wait until the end.
    await this.#client.run((sql) =>
      sql`LOCK TABLE chat.conversation IN SHARE ROW EXCLUSIVE MODE NOWAIT`
    );
    const known = await this.#client.run((sql) => sql`SELECT FROM chat.conversation LIMIT 1`);
    if (known.length > 0) throw new StoreProblem("has_messages", "it contains messages");
  }

  async #add({ conversation: key, person, entry }: ArchivedEntry): Promise<void> {
    const conversation = this.#conversations.get(key) ?? await this.#create(key, entry.id - 1);
    if (conversation.last + 1 !== entry.id) {
      throw new StoreError(`Cannot store messages: id ${entry.id} follows ${conversation.last}`);
    }
    conversation.last++;
    if (isMessage(entry)) {
      this.#messages.push(toMessageRow(conversation.number, entry, person));
      return;
    }
    await this.#writeMessages();
    if (person === undefined || !await this.#change(conversation.number, entry, person)) {
      await this.#addEmpty(conversation.number, entry, person);
    }
  }

  async #create(key: string, last: number): Promise<Conversation> {
    const [row] = await this.#client.run((sql) =>
      sql<{ number: number }[]>`
        INSERT INTO chat.conversation (key, last_id) VALUES (${key}::text, 0) RETURNING number
      `
    );
    const conversation = { number: row!.number, last };
    this.#conversations.set(key, conversation);
    return conversation;
  }

  async #writeMessages(): Promise<void> {
    if (this.#messages.length === 0) return;
    const rows = JSON.stringify(this.#messages);
    this.#messages = [];
    await this.#client.run((sql) =>
      sql`
        WITH imported AS (
          SELECT * FROM ROWS FROM (json_to_recordset(${rows}::text::json) AS (
            number integer, id bigint, sender text, recipient text, text text, at bigint, words text, person text,
            extra jsonb, rev bigint, edited bigint, deleted jsonb, reactions jsonb
          )) WITH ORDINALITY AS given (
            number, id, sender, recipient, text, at, words, person, extra, rev, edited, deleted, reactions, place
          )
        ), states AS (
          INSERT INTO chat.state (conversation, id, rev, edited, deleted, reactions)
          SELECT number, id, rev, edited, deleted, reactions FROM imported WHERE rev IS NOT NULL
        )
        INSERT INTO chat.message (conversation, id, sender, recipient, text, at, words, person, extra)
        SELECT number, id, sender, recipient, text, at,
          CASE WHEN words IS NULL THEN '' ELSE chat.words(number, words) END, person, extra
        FROM imported ORDER BY place
      `
    );
  }

  /** Makes a change, if it is not part of its message already; returns whether it was made. */
  async #change(number: number, entry: StoredChange, person: string): Promise<boolean> {
    const change = toRequestedChange(entry);
    if (change === undefined) return false;
    const { from, to, at, about } = entry;
    const [message] = await this.#client.run((sql) =>
      sql<{ person: string | null; rev: number | null; reactors: string[] | null }[]>`
        SELECT person, rev, (
          SELECT jsonb_agg(reaction.person) FROM chat.reaction
          WHERE reaction.conversation = ${number}::integer AND about = ${about}::bigint
            AND emoji = ${emojiOf(change)}::text AND name = ${from}::text
        ) AS reactors
        FROM chat.message LEFT JOIN chat.state USING (conversation, id)
        WHERE conversation = ${number}::integer AND id = ${about}::bigint
      `
    );
    if (message === undefined || (message.rev ?? 0) >= entry.id) return false;
    // The reaction that is removed may be that of the guest who registered the account.
    const identities = change.type === "react"
      ? change.remove ? message.reactors ?? [] : []
      : [message.person ?? ""];
    const draft = {
      ...{ sender: from, recipient: to, at, person, change: toChangeRow(change) },
      rights: { identities, since: 0, any: true },
    };
    const [row] = await this.#client.run((sql) =>
      sql<{ isMade: boolean }[]>`
        SELECT coalesce((outcome ->> 2)::boolean, true) = false AS "isMade" FROM chat.change(
          ${number}::integer, ${entry.id}::bigint, ${JSON.stringify(draft)}::text::jsonb
        ) outcome
      `
    );
    return row!.isMade;
  }

  /** Adds a change that changes nothing. */
  async #addEmpty(
    number: number,
    change: StoredChange,
    person: string | undefined,
  ): Promise<void> {
    const { id, about, from, to, at } = change;
    const extra = toChangeExtra(change);
    await this.#client.run((sql) =>
      sql`
        INSERT INTO chat.message (conversation, id, sender, recipient, text, at, words, person, extra)
        SELECT ${number}::integer, ${id}::bigint, ${from}::text, ${to}::text, '', ${at}::bigint, '',
          ${person ?? null}::text, ${JSON.stringify(extra)}::text::jsonb || coalesce((
            SELECT jsonb_build_object('target', jsonb_build_array(sender, at)) FROM chat.message
            WHERE conversation = ${number}::integer AND id = ${about}::bigint
          ), '{}')
      `
    );
  }
}

function toMessageRow(number: number, message: StoredMessage, person: string | undefined): object {
  const { id, from, to, text, at, reply, action, edited, deleted, reactions = [], rev } = message;
  const extra = toMessageExtra(reply?.id, action);
  return {
    ...{ number, id, sender: from, recipient: to, text: toStoredText(text), at, person },
    ...(deleted === undefined && { words: wordsOf(text) }),
    ...(extra && { extra }),
    ...(rev !== undefined && { rev, edited, reactions: fromReactions(reactions) }),
    ...(deleted && { deleted: fromDeletion(deleted) }),
  };
}

function emojiOf(change: RequestedChange): string {
  return change.type === "react" ? toStoredText(change.emoji) : "";
}
