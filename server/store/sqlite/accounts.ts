import type { DatabaseSync } from "node:sqlite";
import { nameKey } from "../../../protocol/text/names.ts";
import {
  type Account,
  type AccountChange,
  type AccountChanges,
  type AccountRow,
  MAX_STORED_ADDRESSES,
  toAccount,
  type Unseen,
} from "../account_store.ts";
import { transact } from "./connection.ts";
import { LAST_ID } from "./last_id.ts";
import { SqliteStatements } from "./statements.ts";

const COLUMNS = "id, name, password, at, revision, registrant";

/** Reads accounts from a database; the methods are those of {@linkcode AccountStore}. */
export class SqliteAccountReader {
  readonly #statements: SqliteStatements;

  constructor(database: DatabaseSync) {
    this.#statements = new SqliteStatements(database);
  }

  /** Finds accounts by the keys of their names. */
  findAccounts(keys: readonly string[]): [key: string, account: Account][] {
    return keys.flatMap((key): [string, Account][] => {
      const row = this.#statements.get<AccountRow>(
        `SELECT ${COLUMNS} FROM account WHERE key = ?`,
        key,
      );
      return row === undefined ? [] : [[key, toAccount(row)]];
    });
  }

  listAccounts(): Account[] {
    return this.#statements.all<AccountRow>(`SELECT ${COLUMNS} FROM account ORDER BY key`)
      .map(toAccount);
  }

  changes(after: number | null): AccountChanges {
    const stored = this.#statements.get<{ first: number; last: number }>(
      "SELECT coalesce(min(seq), 1) AS first, coalesce(max(seq), 0) AS last FROM account_change",
    )!;
    const { first, last } = stored;
    if (after === null || after < first - 1 || after > last) return { last };
    const changed = this.#statements.all<AccountChange>(
      "SELECT id, key FROM account_change WHERE seq > ? AND seq <= ? ORDER BY seq",
      after,
      last,
    );
    return { last, changed };
  }

  addressUsed(id: string, digest: string): number | undefined {
    return this.#statements.get<{ at: number }>(
      "SELECT at FROM account_address WHERE account = ? AND digest = ?",
      id,
      digest,
    )?.at;
  }

  unseen(id: string): Unseen[] {
    // The user with the greater key is second; the index is on the second.
    return this.#statements.all<Unseen>(
      `SELECT key AS conversation, coalesce(seen.id, 0) AS seen
       FROM conversation LEFT JOIN seen ON seen.conversation = number AND seen.account = ?1
       WHERE (key > '@' || ?1 || char(10) AND key < '@' || ?1 || char(11)
           OR substr(key, instr(key, char(10)) + 1) = ?1 AND key >= '@' AND key < 'A')
         AND ${LAST_ID} > coalesce(seen.id, 0)
       ORDER BY number`,
      id,
    );
  }
}

/** Changes accounts in a database; the methods are those of {@linkcode AccountStore}. */
export class SqliteAccountWriter {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
  }

  addAccount({ id, name, password, at, revision, registrant }: Account): boolean {
    const { changes } = this.#statements.run(
      "INSERT OR IGNORE INTO account (key, id, name, password, at, revision, registrant) VALUES (?, ?, ?, ?, ?, ?, ?)",
      nameKey(name),
      id,
      name,
      password,
      at,
      revision,
      registrant ?? null,
    );
    return changes > 0;
  }

  setPassword(account: Account, password: string, revision: number): boolean {
    const { changes } = this.#statements.run(
      "UPDATE account SET password = ?, revision = ? WHERE id = ? AND revision = ?",
      password,
      revision,
      account.id,
      account.revision,
    );
    return changes > 0;
  }

  removeAccount(id: string): boolean {
    return transact(this.#database, () => {
      this.#statements.run("DELETE FROM seen WHERE account = ?", id);
      return this.#statements.run("DELETE FROM account WHERE id = ?", id).changes > 0;
    });
  }

  noteAddress(id: string, digest: string, at: number): void {
    transact(this.#database, () => {
      this.#statements.run(
        `INSERT INTO account_address (account, digest, at) SELECT id, ?2, ?3 FROM account WHERE id = ?1
         ON CONFLICT DO UPDATE SET at = excluded.at`,
        id,
        digest,
        at,
      );
      this.#statements.run(
        `DELETE FROM account_address WHERE account = ?1 AND digest NOT IN (
           SELECT digest FROM account_address WHERE account = ?1 ORDER BY at DESC, digest LIMIT ${MAX_STORED_ADDRESSES}
         )`,
        id,
      );
    });
  }

  markSeen(id: string, conversation: string, seen: number): void {
    this.#statements.run(
      `INSERT INTO seen (account, conversation, id)
       SELECT account.id, number, ?3 FROM account, conversation WHERE account.id = ?1 AND conversation.key = ?2
       ON CONFLICT DO UPDATE SET id = max(id, excluded.id)`,
      id,
      conversation,
      seen,
    );
  }
}
