import type { DatabaseSync } from "node:sqlite";
import { linksUsed, ruleAdditions } from "../rule_additions.ts";
import type { Rule, RuleCondition, RuleKey, StoredRuleChange } from "../rule_store.ts";
import { transact } from "./connection.ts";
import { SqliteStatements } from "./statements.ts";
import { fromStoredText, toStoredText } from "../stored_text.ts";

/** A rule as stored in a row. */
type Row = Omit<Rule, "identities" | "until" | "uses"> & {
  readonly identities: string;
  readonly until: number | null;
  readonly uses: number | null;
};

/** Maximum expired links that one step of pruning deletes. */
const PRUNE_LINKS = 500;

const COLUMNS = `room, kind, subject, name, identities, text, author AS "by", at, until, uses`;

/** Reads rules from a database; the methods are those of {@linkcode RuleStore}. */
export class SqliteRuleReader {
  readonly #statements: SqliteStatements;

  constructor(database: DatabaseSync) {
    this.#statements = new SqliteStatements(database);
  }

  listRules(only?: Pick<RuleKey, "room" | "kind">): Rule[] {
    const where = only ? "WHERE room = ? AND kind = ?" : "";
    const values = only ? [only.room, only.kind] : [];
    return this.#statements
      .all<Row>(`SELECT ${COLUMNS} FROM rule ${where} ORDER BY seq`, ...values)
      .map(toRule);
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

  changeRules(changes: readonly StoredRuleChange[], condition: RuleCondition = {}): boolean {
    return transact(this.#database, () => {
      if (!this.#holds(changes, condition)) return false;
      for (const change of changes) {
        if ("drop" in change) this.#drop(change.drop, change.endedBy);
        else if ("clear" in change) this.#clear(change.clear);
        else if ("use" in change) this.#use(change.use);
        else {
          const isThere = this.#drop(change.put);
          if (isThere || !change.replaces) this.#put(change.put);
        }
      }
      return true;
    });
  }

  #holds(changes: readonly StoredRuleChange[], { most, ifNone }: RuleCondition): boolean {
    const now = Date.now();
    const areOpen = linksUsed(changes).every(({ room, kind, subject }) =>
      this.#statements.get(
        `SELECT 1 FROM rule WHERE room = ? AND kind = ? AND subject = ?
         AND uses > 0 AND (until IS NULL OR until > ?)`,
        room,
        kind,
        subject,
        now,
      ) !== undefined
    );
    if (!areOpen) return false;
    const isTaken = ifNone !== undefined && this.#statements.get(
          "SELECT 1 FROM rule WHERE room = ? AND (until IS NULL OR until > ?) LIMIT 1",
          ifNone,
          now,
        ) !== undefined;
    if (isTaken) return false;
    return most === undefined || ruleAdditions(changes).every(({ room, kind, subjects }) => {
      const { others } = this.#statements.get<{ others: number }>(
        `SELECT count(*) AS others FROM rule
         WHERE room = ? AND kind = ? AND (until IS NULL OR until > ?)
           AND subject NOT IN (SELECT value FROM json_each(?))`,
        room,
        kind,
        now,
        JSON.stringify(subjects),
      )!;
      return others + subjects.length <= most;
    });
  }

  #clear({ room, kind }: Pick<RuleKey, "room" | "kind">): void {
    this.#statements.run("DELETE FROM rule WHERE room = ? AND kind = ?", room, kind);
  }

  #use({ room, kind, subject }: RuleKey): void {
    const where = "WHERE room = ? AND kind = ? AND subject = ?";
    this.#statements.run(`UPDATE rule SET uses = uses - 1 ${where}`, room, kind, subject);
    this.#statements.run(`DELETE FROM rule ${where} AND uses = 0`, room, kind, subject);
  }

  #drop({ room, kind, subject }: RuleKey, endedBy?: number): boolean {
    const sql = `DELETE FROM rule WHERE room = ? AND kind = ? AND subject = ? ${
      endedBy === undefined ? "" : "AND until <= ?"
    }`;
    const values = [room, kind, subject, ...endedBy === undefined ? [] : [endedBy]];
    return this.#statements.run(sql, ...values).changes > 0;
  }

  #put(rule: Rule): void {
    this.#statements.run(
      `INSERT INTO rule (room, kind, subject, name, identities, text, author, at, until, uses)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      rule.room,
      rule.kind,
      rule.subject,
      rule.name,
      JSON.stringify(rule.identities),
      toStoredText(rule.text),
      rule.by,
      rule.at,
      rule.until ?? null,
      rule.uses ?? null,
    );
  }
}

/**
 * Deletes some expired links.
 *
 * @param statements The database.
 * @param now The time, in Unix milliseconds.
 * @returns Whether there may be more.
 */
export function pruneLinks(statements: SqliteStatements, now: number): boolean {
  const { changes } = statements.run(
    `DELETE FROM rule WHERE seq IN (
       SELECT seq FROM rule WHERE kind = 'link' AND until <= ? LIMIT ${PRUNE_LINKS}
     )`,
    now,
  );
  return Number(changes) === PRUNE_LINKS;
}

function toRule({ text, identities, until, uses, ...rest }: Row): Rule {
  return {
    ...rest,
    identities: JSON.parse(identities),
    text: fromStoredText(text),
    ...(until !== null && { until }),
    ...(uses !== null && { uses }),
  };
}
