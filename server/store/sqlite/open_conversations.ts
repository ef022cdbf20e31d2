import { RecentMap } from "../../collections/recent_map.ts";
import { type BlockEntry, encodeBlock, toBlocks } from "./block.ts";
import { LAST_ID } from "./last_id.ts";
import type { SqliteStatements } from "./statements.ts";
import type { SqliteWords } from "./words.ts";

/** Number of conversations to remember, see {@linkcode RecentMap}. */
const REMEMBERED = 1_000;

/** A conversation that a transaction writes to. */
export interface OpenConversation {
  readonly number: number;
  lastId: number;
  /** New entries that are in no row yet. */
  pending: BlockEntry[];
}

/** The conversations that the current transaction writes to. No other connection may change conversations meanwhile. */
export class OpenConversations {
  readonly #statements: SqliteStatements;
  readonly #words: SqliteWords;
  readonly #byKey = new Map<string, OpenConversation>();
  /** Conversations of earlier transactions, which need not be read again. */
  #earlier = new RecentMap<OpenConversation>(REMEMBERED);
  #lastRow: number | undefined;

  constructor(statements: SqliteStatements, words: SqliteWords) {
    this.#statements = statements;
    this.#words = words;
  }

  /** Position of the last row of the current transaction, if there is any. */
  get lastRow(): number | undefined {
    return this.#lastRow;
  }

  /** Returns a conversation, or `undefined` if it does not exist. */
  find(key: string): OpenConversation | undefined {
    const open = this.#byKey.get(key);
    if (open !== undefined) return open;
    const earlier = this.#earlier.get(key);
    if (earlier !== undefined) {
      this.#byKey.set(key, earlier);
      return earlier;
    }
    const known = this.#statements.get<{ number: number; last: number }>(
      `SELECT number, ${LAST_ID} AS last FROM conversation WHERE key = ?`,
      key,
    );
    return known && this.#open(key, known.number, known.last);
  }

  /** Creates a conversation whose first entry gets the `id` after `last`. */
  create(key: string, last = 0): OpenConversation {
    const { lastInsertRowid: number } = this.#statements.run(
      "INSERT INTO conversation (key, last_id) VALUES (?, ?)",
      key,
      last,
    );
    return this.#open(key, number, last);
  }

  /** Returns an entry that is in no row yet. */
  findPending(number: number, id: number): BlockEntry | undefined {
    for (const { number: other, lastId, pending } of this.#byKey.values()) {
      if (other === number) return pending[pending.length - 1 - (lastId - id)];
    }
    return undefined;
  }

  /** Puts what is new in a conversation into rows. */
  put(conversation: OpenConversation): void {
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
      this.#lastRow = seq;
      id += block.length;
    }
    conversation.pending = [];
  }

  /** Puts everything that is new into rows. */
  putAll(): void {
    for (const conversation of this.#byKey.values()) this.put(conversation);
  }

  /** Closes all conversations after the transaction was committed. */
  confirm(): void {
    for (const [key, conversation] of this.#byKey) {
      if (this.#earlier.get(key) === undefined) this.#earlier.set(key, conversation);
    }
    this.#clear();
  }

  /** Closes and forgets all conversations, since the transaction is rolled back. */
  revert(): void {
    this.#earlier = new RecentMap(REMEMBERED);
    this.#clear();
  }

  #clear(): void {
    this.#byKey.clear();
    this.#lastRow = undefined;
  }

  #open(key: string, number: number, last: number): OpenConversation {
    const conversation = { number, lastId: last, pending: [] };
    this.#byKey.set(key, conversation);
    return conversation;
  }
}
