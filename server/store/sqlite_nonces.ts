import { NonceIndex } from "./nonce_index.ts";
import type { SqliteStatements } from "./sqlite_statements.ts";
import { type Draft, NONCE_LIFETIME, type Stored } from "./store.ts";
import { fromStoredText, toStoredText } from "./stored_text.ts";

/** Nonces that are removed at a time at most; they lie side by side. */
const PRUNE_ROWS = 5_000;

/** A row of the table, without the nonce. */
interface Row {
  readonly seq: number;
  readonly id: number;
  readonly at: number;
}

/** The nonces in a database, for the one connection that writes to it. */
export class SqliteNonces {
  readonly #statements: SqliteStatements;
  /** Made at the first nonce, so that a start need not wait for it. */
  #index: NonceIndex | undefined;
  /** What the present transaction has added. */
  readonly #added = new Map<string, Row>();

  constructor(statements: SqliteStatements) {
    this.#statements = statements;
  }

  /** Gives what became of the first draft with this nonce, or `undefined` if this is the first. */
  first({ person, nonce, at }: Draft): Stored | undefined {
    if (nonce === undefined) return undefined;
    const key = toKey(person, nonce);
    const first = this.#added.get(key) ?? this.#find(key, person, nonce);
    const isKnown = first !== undefined && at - first.at < NONCE_LIFETIME;
    return isKnown ? { id: first.id, at: first.at, repeated: true } : undefined;
  }

  /** Puts the nonce of a draft, if it has one, in the present transaction. */
  put({ person, nonce, at }: Draft, id: number): void {
    if (nonce === undefined) return;
    const { lastInsertRowid: seq } = this.#statements.run(
      "INSERT INTO nonce (person, nonce, id, at) VALUES (?, ?, ?, ?)",
      person,
      toStoredText(nonce),
      id,
      at,
    );
    this.#added.set(toKey(person, nonce), { seq, id, at });
  }

  /** Ends the present transaction: what it added is there. */
  confirm(): void {
    for (const [key, { seq, at }] of this.#added) this.#index?.add(key, seq, at);
    this.#added.clear();
  }

  /** Ends the present transaction: what it added is not there. */
  revert(): void {
    this.#added.clear();
  }

  /**
   * Removes some of the nonces whose time is over.
   *
   * @param now The time, in Unix milliseconds.
   * @returns Whether there may be more.
   */
  prune(now: number): boolean {
    const oldest = this.#statements.all<Row>(
      "SELECT seq, at FROM nonce ORDER BY seq LIMIT ?",
      PRUNE_ROWS,
    );
    const kept = oldest.findIndex(({ at }) => now - at < NONCE_LIFETIME);
    const over = kept < 0 ? oldest : oldest.slice(0, kept);
    this.#statements.run("DELETE FROM nonce WHERE seq <= ?", over.at(-1)?.seq ?? 0);
    return over.length === PRUNE_ROWS;
  }

  /** Finds the latest row with this nonce. */
  #find(key: string, person: string, nonce: string): Row | undefined {
    this.#index ??= this.#load();
    let latest: Row | undefined;
    for (const seq of this.#index.rows(key)) {
      const row = this.#statements.get<Row>(
        "SELECT seq, id, at FROM nonce WHERE seq = ? AND person = ? AND nonce = ?",
        seq,
        person,
        toStoredText(nonce),
      );
      if (row && row.at > (latest?.at ?? -Infinity)) latest = row;
    }
    return latest;
  }

  #load(): NonceIndex {
    const index = new NonceIndex();
    const rows = this.#statements.iterate<Row & { person: string; nonce: string }>(
      "SELECT seq, person, nonce, at FROM nonce ORDER BY seq",
    );
    for (const { seq, person, nonce, at } of rows) {
      index.add(toKey(person, fromStoredText(nonce)), seq, at);
    }
    return index;
  }
}

function toKey(person: string, nonce: string): string {
  return `${person}\n${nonce}`;
}
