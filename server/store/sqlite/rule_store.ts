import type { Rule, RuleCondition, RuleKey, RuleStore, StoredRuleChange } from "../rule_store.ts";
import { failure } from "../store_error.ts";
import type { SqliteThread } from "./thread.ts";

/** Rules in a database file, through the threads of a {@linkcode SqliteStore}. */
export class SqliteRules implements RuleStore {
  readonly #writer: SqliteThread<"writer">;
  readonly #reader: SqliteThread<"reader">;

  constructor(writer: SqliteThread<"writer">, reader: SqliteThread<"reader">) {
    this.#writer = writer;
    this.#reader = reader;
  }

  listRules(only?: Pick<RuleKey, "room" | "kind">): Promise<readonly Rule[]> {
    const args = only ? [{ room: only.room, kind: only.kind }] as const : [] as const;
    return this.#reader.call("listRules", ...args).catch(failure("read rules"));
  }

  findRule(key: RuleKey): Promise<Rule | undefined> {
    return this.#reader.call("findRule", key).catch(failure("read rules"));
  }

  changeRules(
    changes: readonly StoredRuleChange[],
    condition: RuleCondition = {},
  ): Promise<boolean> {
    return this.#writer.call("changeRules", changes, condition).catch(failure("change rules"));
  }
}
