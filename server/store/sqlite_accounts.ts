import type { DatabaseSync } from "node:sqlite";
import { nameKey } from "../../protocol/names.ts";
import type { Account, Unseen } from "./account_store.ts";
import { transact } from "./sqlite_connection.ts";
import { SqliteStatements } from "./sqlite_statements.ts";

const COLUMNS = "id, name, password, at";

/** Reads accounts from a database; the methods are those of {@linkcode AccountStore}. */
export class SqliteAccountReader {
  readonly #statements: SqliteStatements;

  constructor(database: DatabaseSync) {
    this.#statements = new SqliteStatements(database);
  }

  findAccount(key: string): Account | undefined {
    return this.#statements.get<Account>(`SELECT ${COLUMNS} FROM account WHERE key = ?`, key);
  }

  listAccounts(): Account[] {
    return this.#statements.all<Account>(`SELECT ${COLUMNS} FROM account ORDER BY key`);
  }

  unseen(id: string): Unseen[] {
    // Whose key is the greater of two stands second; the index is on that one.
    return this.#statements.all<Unseen>(
      `SELECT key AS conversation, coalesce(seen.id, 0) AS seen
       FROM conversation LEFT JOIN seen ON seen.conversation = number AND seen.account = ?1
       WHERE (key > '@' || ?1 || char(10) AND key < '@' || ?1 || char(11)
           OR substr(key, instr(key, char(10)) + 1) = ?1 AND key >= '@' AND key < 'A')
         AND last_id > coalesce(seen.id, 0)
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

  addAccount({ id, name, password, at }: Account): boolean {
    const { changes } = this.#statements.run(
      "INSERT OR IGNORE INTO account (key, id, name, password, at) VALUES (?, ?, ?, ?, ?)",
      nameKey(name),
      id,
      name,
      password,
      at,
    );
    return changes > 0;
  }

  setPassword(id: string, password: string): boolean {
    return this.#statements.run("UPDATE account SET password = ? WHERE id = ?", password, id)
      .changes > 0;
  }

  removeAccount(id: string): boolean {
    return transact(this.#database, () => {
      this.#statements.run("DELETE FROM seen WHERE account = ?", id);
      return this.#statements.run("DELETE FROM account WHERE id = ?", id).changes > 0;
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
