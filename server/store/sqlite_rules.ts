import type { DatabaseSync } from "node:sqlite";
import type { Rule, RuleChange, RuleKey, RuleStore } from "./rule_store.ts";
import { transact } from "./sqlite_connection.ts";
import { SqliteStatements } from "./sqlite_statements.ts";
import type { SqliteThread } from "./sqlite_thread.ts";
import { failure } from "./store_error.ts";
import { fromStoredText, toStoredText } from "./stored_text.ts";

/** A rule as a row. */
type Row = Omit<Rule, "identities" | "until"> & {
  readonly identities: string;
  readonly until: number | null;
};

const COLUMNS = `room, kind, subject, name, identities, text, author AS "by", at, until`;

/** Reads rules from a database; the methods are those of {@linkcode RuleStore}. */
export class SqliteRuleReader {
  readonly #statements: SqliteStatements;

  constructor(database: DatabaseSync) {
    this.#statements = new SqliteStatements(database);
  }

  listRules(): Rule[] {
    return this.#statements.all<Row>(`SELECT ${COLUMNS} FROM rule ORDER BY seq`).map(toRule);
  }

  findRule({ room, kind, subject }: RuleKey): Rule | undefined {
    const row = this.#statements.get<Row>(
      `SELECT ${COLUMNS} FROM rule WHERE room = ? AND kind = ? AND subject = ?`,
      room,
      kind,
      subject,
    );
    return row && toRule(row);
  }
}

/** Changes rules in a database; the methods are those of {@linkcode RuleStore}. */
export class SqliteRuleWriter {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
  }

  changeRules(changes: readonly RuleChange[]): void {
    transact(this.#database, () => {
      for (const change of changes) {
        this.#drop("drop" in change ? change.drop : change.put);
        if ("put" in change) this.#put(change.put);
      }
    });
  }

  #drop({ room, kind, subject }: RuleKey): void {
    const sql = "DELETE FROM rule WHERE room = ? AND kind = ? AND subject = ?";
    this.#statements.run(sql, room, kind, subject);
  }

  #put(rule: Rule): void {
    this.#statements.run(
      `INSERT INTO rule (room, kind, subject, name, identities, text, author, at, until)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      rule.room,
      rule.kind,
      rule.subject,
      rule.name,
      JSON.stringify(rule.identities),
      toStoredText(rule.text),
      rule.by,
      rule.at,
      rule.until ?? null,
    );
  }
}

/** Keeps rules in a database file, through the two threads of a {@linkcode SqliteStore}. */
export class SqliteRules implements RuleStore {
  readonly #writer: SqliteThread<"writer">;
  readonly #reader: SqliteThread<"reader">;

  constructor(writer: SqliteThread<"writer">, reader: SqliteThread<"reader">) {
    this.#writer = writer;
    this.#reader = reader;
  }

  listRules(): Promise<readonly Rule[]> {
    return this.#reader.call("listRules").catch(failure("read rules"));
  }

  findRule(key: RuleKey): Promise<Rule | undefined> {
    return this.#reader.call("findRule", key).catch(failure("read rules"));
  }

  changeRules(changes: readonly RuleChange[]): Promise<void> {
    return this.#writer.call("changeRules", changes).catch(failure("change rules"));
  }
}

function toRule({ text, identities, until, ...rest }: Row): Rule {
  return {
    ...rest,
    identities: JSON.parse(identities),
    text: fromStoredText(text),
    ...(until !== null && { until }),
  };
}
