import type { TransactionSql } from "postgres";
import type { NodeLease } from "../node_lease.ts";
import type { PostgresClient, PostgresTypes } from "./client.ts";
import { linksUsed, ruleAdditions } from "../rule_additions.ts";
import type { Rule, RuleCondition, RuleKey, RuleStore, StoredRuleChange } from "../rule_store.ts";
import { failure } from "../store_error.ts";
import { fromStoredText, toStoredText } from "../stored_text.ts";

/** A rule as stored in a row. */
type Row = Omit<Rule, "until" | "uses"> & {
  readonly until: number | null;
  readonly uses: number | null;
};

/** Rules in a PostgreSQL database. */
export class PostgresRules implements RuleStore {
  readonly #client: PostgresClient;
  readonly #lease: NodeLease;
  /** Settles when all changes requested so far are made: there is more than one connection. */
  #changed: Promise<unknown> = Promise.resolve();

  constructor(client: PostgresClient, lease: NodeLease) {
    this.#client = client;
    this.#lease = lease;
  }

  async listRules(only?: Pick<RuleKey, "room" | "kind">): Promise<readonly Rule[]> {
    const rows = await this.#client.run((sql) =>
      sql<Row[]>`
        SELECT room, kind, subject, name, identities, text, author AS "by", at, until, uses
        FROM chat.rule ${
        only ? sql`WHERE room = ${only.room} AND kind = ${only.kind}` : sql``
      } ORDER BY seq
      `
    ).catch(failure("read rules"));
    return rows.map(toRule);
  }

  async findRule({ room, kind, subject }: RuleKey): Promise<Rule | undefined> {
    const rows = await this.#client.run((sql) =>
      sql<Row[]>`
        SELECT room, kind, subject, name, identities, text, author AS "by", at, until, uses
        FROM chat.rule WHERE room = ${room} AND kind = ${kind} AND subject = ${subject}
      `
    ).catch(failure("read rules"));
    return rows[0] && toRule(rows[0]);
  }

  changeRules(
    changes: readonly StoredRuleChange[],
    condition: RuleCondition = {},
  ): Promise<boolean> {
    const change = () => this.#change(changes, condition);
    const changed = this.#changed.then(change, change);
    this.#changed = changed;
    return changed;
  }

  async #change(
    changes: readonly StoredRuleChange[],
    condition: RuleCondition,
  ): Promise<boolean> {
    return await this.#client.run((sql) =>
      sql.begin(async (sql) => {
        const { run } = this.#lease;
        if (run !== undefined) await sql`SELECT chat.check_node(${run}::uuid)`;
        if (!await holds(sql, changes, condition)) return false;
        for (const change of changes) {
          if ("clear" in change) {
            const { room, kind } = change.clear;
            await sql`DELETE FROM chat.rule WHERE room = ${room} AND kind = ${kind}`;
            continue;
          }
          if ("use" in change) {
            await use(sql, change.use);
            continue;
          }
          const { room, kind, subject } = "drop" in change ? change.drop : change.put;
          const endedBy = "drop" in change ? change.endedBy ?? null : null;
          const { count } = await sql`
            DELETE FROM chat.rule
            WHERE room = ${room} AND kind = ${kind} AND subject = ${subject}
              AND (${endedBy}::bigint IS NULL OR until <= ${endedBy}::bigint)
          `;
          if ("drop" in change || change.replaces && count === 0) continue;
          const { name, identities, text, by, at, until, uses } = change.put;
          await sql`
            INSERT INTO chat.rule (room, kind, subject, name, identities, text, author, at, until, uses)
            VALUES (
              ${room}, ${kind}, ${subject}, ${name}, ${JSON.stringify(identities)}::text::jsonb,
              ${toStoredText(text)}, ${by}, ${at}::bigint, ${until ?? null}::bigint,
              ${uses ?? null}::integer
            )
          `;
        }
        return true;
      })
    ).catch(failure("change rules"));
  }
}

/** Returns whether a condition holds; no other node can change that until the transaction ends. */
async function holds(
  sql: TransactionSql<PostgresTypes>,
  changes: readonly StoredRuleChange[],
  { most, ifNone }: RuleCondition,
): Promise<boolean> {
  const now = Date.now();
  const additions = most === undefined ? [] : ruleAdditions(changes);
  const used = linksUsed(changes);
  const cleared = changes.flatMap((change) => "clear" in change ? [change.clear] : []);
  const rooms = [
    ...[...additions, ...used, ...cleared].map(({ room }) => room),
    ...ifNone === undefined ? [] : [ifNone],
  ];
  // The same order everywhere, so that transactions cannot deadlock.
  for (const room of [...new Set(rooms)].sort()) {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('rules of ' || ${room}::text, 0))`;
  }
  for (const { room, kind, subject } of used) {
    const links = await sql`
      SELECT FROM chat.rule
      WHERE room = ${room} AND kind = ${kind} AND subject = ${subject}
        AND uses > 0 AND (until IS NULL OR until > ${now}::bigint)
      FOR UPDATE
    `;
    if (links.length === 0) return false;
  }
  if (ifNone !== undefined) {
    const rules = await sql`
      SELECT FROM chat.rule WHERE room = ${ifNone} AND (until IS NULL OR until > ${now}::bigint) LIMIT 1
    `;
    if (rules.length > 0) return false;
  }
  for (const { room, kind, subjects } of additions) {
    const [row] = await sql<{ others: number }[]>`
      SELECT count(*)::integer AS others FROM chat.rule
      WHERE room = ${room} AND kind = ${kind} AND (until IS NULL OR until > ${now}::bigint)
        AND subject NOT IN (SELECT json_array_elements_text(${
      JSON.stringify(subjects)
    }::text::json))
    `;
    if (row!.others + subjects.length > most!) return false;
  }
  return true;
}

/** Takes one of a link's uses, and deletes the link after the last. */
async function use(
  sql: TransactionSql<PostgresTypes>,
  { room, kind, subject }: RuleKey,
): Promise<void> {
  await sql`
    UPDATE chat.rule SET uses = uses - 1
    WHERE room = ${room} AND kind = ${kind} AND subject = ${subject}
  `;
  await sql`
    DELETE FROM chat.rule
    WHERE room = ${room} AND kind = ${kind} AND subject = ${subject} AND uses = 0
  `;
}

function toRule({ text, until, uses, ...rest }: Row): Rule {
  return {
    ...rest,
    text: fromStoredText(text),
    ...(until !== null && { until }),
    ...(uses !== null && { uses }),
  };
}
