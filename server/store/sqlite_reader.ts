import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { SqliteStatements } from "./sqlite_statements.ts";
import type { Hit, Kept, Page, Query, Range } from "./store.ts";
import { fromStoredText } from "./stored_text.ts";
import { toTerms } from "../../protocol/terms.ts";

/** A message as it is read: with its place among all, which grows in the order in which messages were stored. */
export type Row = Hit & { readonly seq: number };

/** Which messages to read, in the order of storing. */
export interface Slice {
  /** The last one before them. */
  readonly after?: Row | undefined;
  /** The last one that may be among them. */
  readonly until?: Row | undefined;
  /** Most messages to read. */
  readonly limit: number;
}

/** Reads messages from a database; every call sees one state of it. */
export class SqliteReader {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
  }

  /** As {@linkcode Store.read}. */
  read(conversation: string, { before, after, limit }: Range): Page {
    return this.#inOneState(() => {
      const rows = this.#rows(
        `FROM conversation JOIN message ON message.conversation = number
         WHERE key = ? AND message.id > ? AND message.id < ?
         ORDER BY message.id ${after === undefined ? "DESC" : "ASC"} LIMIT ?`,
        conversation,
        after ?? 0,
        before ?? Number.MAX_SAFE_INTEGER,
        limit + 1,
      );
      const messages: Kept[] = rows.slice(0, limit).map(({ id, from, to, text, at }) => (
        { id, from, to, text, at }
      ));
      if (after === undefined) messages.reverse();
      const { first } = this.#statements.get<{ first: number | null }>(
        `SELECT min(id) AS first FROM message
         WHERE conversation = (SELECT number FROM conversation WHERE key = ?)`,
        conversation,
      )!;
      return { messages, more: rows.length > limit, first: first ?? 0 };
    });
  }

  /** As {@linkcode Store.last}. */
  last(conversation: string): number {
    return this.#statements.get<{ last: number }>(
      "SELECT last_id AS last FROM conversation WHERE key = ?",
      conversation,
    )?.last ?? 0;
  }

  /** As {@linkcode Store.search}. */
  search({ terms, conversations, before, limit }: Query): { messages: Hit[]; more: boolean } {
    // Nothing but letters and digits is left of the terms, so nothing in them is taken for an operator.
    const words = toTerms(terms).map((term) => `"${term}"*`);
    return this.#inOneState(() => {
      const numbers = conversations.flatMap((key) => this.#number(key) ?? []);
      if (words.length === 0 || numbers.length === 0) return { messages: [], more: false };
      const rows = this.#rows(
        `FROM message_words
           JOIN message ON message.seq = message_words.rowid
           JOIN conversation ON number = message.conversation
         WHERE message_words MATCH ? AND message.at < ?
         ORDER BY message_words.rowid DESC LIMIT ?`,
        `conversation : (${numbers.join(" OR ")}) AND words : (${words.join(" AND ")})`,
        before ?? Number.MAX_SAFE_INTEGER,
        limit + 1,
      );
      const messages = rows.slice(0, limit).map(({ seq: _, ...hit }) => hit);
      return { messages, more: rows.length > limit };
    });
  }

  /** Gives the last of all messages, or of those of one conversation. */
  latest(conversation?: string): Row | undefined {
    return this.#slice("DESC", { limit: 1 }, conversation)[0];
  }

  /**
   * Reads some of all messages, or of those of one conversation, in the order of storing.
   *
   * @param slice Which ones.
   * @param conversation The conversation, if only one is wanted.
   */
  slice(slice: Slice, conversation?: string): Row[] {
    return this.#slice("ASC", slice, conversation);
  }

  #slice(order: "ASC" | "DESC", { after, until, limit }: Slice, conversation?: string): Row[] {
    // Each has an index.
    const place = conversation === undefined ? "seq" : "id";
    return this.#rows(
      `FROM message JOIN conversation ON number = message.conversation
       WHERE message.${place} > ? AND message.${place} <= ?
         ${conversation === undefined ? "" : "AND key = ?"}
       ORDER BY message.${place} ${order} LIMIT ?`,
      after?.[place] ?? 0,
      until?.[place] ?? Number.MAX_SAFE_INTEGER,
      ...(conversation === undefined ? [] : [conversation]),
      limit,
    );
  }

  #number(conversation: string): number | undefined {
    return this.#statements.get<{ number: number }>(
      "SELECT number FROM conversation WHERE key = ?",
      conversation,
    )?.number;
  }

  #rows(from: string, ...values: SQLInputValue[]): Row[] {
    const rows = this.#statements.all<Row>(
      `SELECT message.seq, conversation.key AS conversation, message.id, message.sender AS "from",
         message.recipient AS "to", message.text, message.at ${from}`,
      ...values,
    );
    return rows.map((row) => ({ ...row, text: fromStoredText(row.text) }));
  }

  #inOneState<T>(read: () => T): T {
    this.#database.exec("BEGIN");
    try {
      return read();
    } finally {
      this.#database.exec("COMMIT");
    }
  }
}
