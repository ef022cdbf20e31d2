import type { PostgresClient } from "./postgres_client.ts";
import type { Rule, RuleChange, RuleKey, RuleStore } from "./rule_store.ts";
import { failure } from "./store_error.ts";
import { fromStoredText, toStoredText } from "./stored_text.ts";

/** A rule as a row. */
type Row = Omit<Rule, "until"> & { readonly until: number | null };

/** Keeps rules in a PostgreSQL database. */
export class PostgresRules implements RuleStore {
  readonly #client: PostgresClient;
  /** Settles when the changes are made that were asked for so far: there is more than one connection. */
  #changed: Promise<unknown> = Promise.resolve();

  constructor(client: PostgresClient) {
    this.#client = client;
  }

  async listRules(): Promise<readonly Rule[]> {
    const rows = await this.#client.run((sql) =>
      sql<Row[]>`
        SELECT room, kind, subject, name, identities, text, author AS "by", at, until
        FROM chat.rule ORDER BY seq
      `
    ).catch(failure("read rules"));
    return rows.map(toRule);
  }

  async findRule({ room, kind, subject }: RuleKey): Promise<Rule | undefined> {
    const rows = await this.#client.run((sql) =>
      sql<Row[]>`
        SELECT room, kind, subject, name, identities, text, author AS "by", at, until
        FROM chat.rule WHERE room = ${room} AND kind = ${kind} AND subject = ${subject}
      `
    ).catch(failure("read rules"));
    return rows[0] && toRule(rows[0]);
  }

  changeRules(changes: readonly RuleChange[]): Promise<void> {
    const change = () => this.#change(changes);
    const changed = this.#changed.then(change, change);
    this.#changed = changed;
    return changed;
  }

  async #change(changes: readonly RuleChange[]): Promise<void> {
    await this.#client.run((sql) =>
      sql.begin(async (sql) => {
        for (const change of changes) {
          const { room, kind, subject } = "drop" in change ? change.drop : change.put;
          await sql`
            DELETE FROM chat.rule
            WHERE room = ${room} AND kind = ${kind} AND subject = ${subject}
          `;
          if ("drop" in change) continue;
          const { name, identities, text, by, at, until } = change.put;
          await sql`
            INSERT INTO chat.rule (room, kind, subject, name, identities, text, author, at, until)
            VALUES (
              ${room}, ${kind}, ${subject}, ${name}, ${JSON.stringify(identities)}::text::jsonb,
              ${toStoredText(text)}, ${by}, ${at}::bigint, ${until ?? null}::bigint
            )
          `;
        }
      })
    ).catch(failure("change rules"));
  }
}

function toRule({ text, until, ...rest }: Row): Rule {
  return { ...rest, text: fromStoredText(text), ...(until !== null && { until }) };
}
