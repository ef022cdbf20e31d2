import { NonceIndex } from "../nonce_index.ts";
import { nonceKey } from "../nonce_key.ts";
import type { SqliteStatements } from "./statements.ts";
import type { NewEntry, Stored } from "../entry.ts";
import { NONCE_LIFETIME } from "../store.ts";
import { fromStoredText, toStoredText } from "../stored_text.ts";

/** Maximum rows that one step deletes; they are adjacent. */
const PRUNE_ROWS = 500;

/** A nonce within a row, as JSON. */
type NonceEntry = readonly [identity: string, nonce: string, id: number, at: number];

/** A row with the nonces of one transaction. */
interface Row {
  readonly seq: number;
  readonly used: string;
}

/** Nonces in a database, for the only connection that writes to it. */
export class SqliteNonces {
  readonly #statements: SqliteStatements;
  /** Created at the first nonce, so that it does not delay the start. */
  #index: NonceIndex | undefined;
  /** Nonces that the current transaction adds. */
  readonly #added = new Map<string, NonceEntry>();
  /** Number of the row with them. */
  #row = 0;
  /** Rows that the current transaction has read: after a crash many clients repeat messages of the same row. */
  readonly #read = new Map<number, ReadonlyMap<string, NonceEntry>>();

  constructor(statements: SqliteStatements) {
    this.#statements = statements;
  }

  /** Returns the first message with this nonce, or `undefined` if this is the first. */
  first({ person, digest, nonce, at }: NewEntry): Stored | undefined {
    if (nonce === undefined) return undefined;
    const first = this.#firstOf(person, nonce, at);
    return first ?? (digest === undefined ? undefined : this.#firstOf(digest, nonce, at));
  }

  /** Adds the nonce of a message, if it has one, to the current transaction. */
  add({ person, digest, nonce, at }: NewEntry, id: number): void {
    if (nonce === undefined) return;
    const stored = toStoredText(nonce);
    this.#added.set(nonceKey(person, nonce), [person, stored, id, at]);
    if (digest !== undefined) this.#added.set(nonceKey(digest, nonce), [digest, stored, id, at]);
  }

  /** Stores the nonces added in the current transaction. */
  put(): void {
    if (this.#added.size === 0) return;
    const entries = [...this.#added.values()];
    this.#row = this.#statements.run(
      "INSERT INTO nonces (at, used) VALUES (?, ?)",
      Math.max(...entries.map(([, , , at]) => at)),
      JSON.stringify(entries),
    ).lastInsertRowid;
  }

  /** Commits the nonces of the current transaction. */
  confirm(): void {
    for (const [key, [, , , at]] of this.#added) this.#index?.add(key, this.#row, at);
    this.revert();
  }

  /** Rolls back the nonces of the current transaction. */
  revert(): void {
    this.#added.clear();
    this.#read.clear();
  }

  /**
   * Deletes some expired nonces.
   *
   * @param now The time, in Unix milliseconds.
   * @returns Whether there may be more.
   */
  prune(now: number): boolean {
    const oldest = this.#statements.all<{ seq: number; at: number }>(
      "SELECT seq, at FROM nonces ORDER BY seq LIMIT ?",
      PRUNE_ROWS,
    );
    const stored = oldest.findIndex(({ at }) => now - at < NONCE_LIFETIME);
    const over = stored < 0 ? oldest : oldest.slice(0, stored);
    this.#statements.run("DELETE FROM nonces WHERE seq <= ?", over.at(-1)?.seq ?? 0);
    return over.length === PRUNE_ROWS;
  }

  #firstOf(identity: string, nonce: string, at: number): Stored | undefined {
    const key = nonceKey(identity, nonce);
    const first = this.#added.get(key) ?? this.#find(key, identity, nonce);
    if (first === undefined) return undefined;
    const [, , id, firstAt] = first;
    return at - firstAt < NONCE_LIFETIME ? { id, at: firstAt, repeated: true } : undefined;
  }

  /** Finds the latest use of a nonce. */
  #find(key: string, identity: string, nonce: string): NonceEntry | undefined {
    this.#index ??= this.#load();
    const stored = nonceKey(identity, toStoredText(nonce));
    let latest: NonceEntry | undefined;
    for (const seq of this.#index.rows(key)) {
      const entry = this.#rowOf(seq).get(stored);
      if (entry && entry[3] > (latest?.[3] ?? -Infinity)) latest = entry;
    }
    return latest;
  }

  /** Returns the nonces of a row, by identity and nonce as stored; none if the row was deleted. */
  #rowOf(seq: number): ReadonlyMap<string, NonceEntry> {
    let entries = this.#read.get(seq);
    if (entries === undefined) {
      const row = this.#statements.get<Row>("SELECT seq, used FROM nonces WHERE seq = ?", seq);
      const used = row === undefined ? [] : entriesOf(row);
      entries = new Map(used.map((entry) => [nonceKey(entry[0], entry[1]), entry]));
      this.#read.set(seq, entries);
    }
    return entries;
  }

  #load(): NonceIndex {
    const index = new NonceIndex();
    for (const row of this.#statements.iterate<Row>("SELECT seq, used FROM nonces ORDER BY seq")) {
      for (const [identity, nonce, , at] of entriesOf(row)) {
        index.add(nonceKey(identity, fromStoredText(nonce)), row.seq, at);
      }
    }
    return index;
  }
}

function entriesOf({ used }: Row): NonceEntry[] {
  return JSON.parse(used);
}
