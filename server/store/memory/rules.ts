import { ruleAdditions } from "../rule_additions.ts";
import type { Rule, RuleChange, RuleCondition, RuleKey, RuleStore } from "../rule_store.ts";

/** Rules in memory; they are lost when the process ends. */
export class MemoryRules implements RuleStore {
  readonly #rules = new Map<string, Rule>();

  listRules(only?: Pick<RuleKey, "room" | "kind">): Promise<readonly Rule[]> {
    const rules = [...this.#rules.values()];
    return Promise.resolve(
      only ? rules.filter(({ room, kind }) => room === only.room && kind === only.kind) : rules,
    );
  }

  findRule(key: RuleKey): Promise<Rule | undefined> {
    return Promise.resolve(this.#rules.get(toKey(key)));
  }

  changeRules(changes: readonly RuleChange[], condition?: RuleCondition): Promise<boolean> {
    if (condition && !this.#holds(changes, condition)) return Promise.resolve(false);
    for (const change of changes) {
      if ("drop" in change) this.#drop(change.drop, change.endedBy);
      else {
        const key = toKey(change.put);
        // Deleting first moves a replaced rule to the end of the order.
        const isThere = this.#rules.delete(key);
        if (isThere || !change.replaces) this.#rules.set(key, change.put);
      }
    }
    return Promise.resolve(true);
  }

  #drop(drop: RuleKey, endedBy: number | undefined): void {
    const key = toKey(drop);
    const { until = Infinity } = this.#rules.get(key) ?? {};
    if (endedBy === undefined || until <= endedBy) this.#rules.delete(key);
  }

  #holds(changes: readonly RuleChange[], { most, ifNone }: RuleCondition): boolean {
    const now = Date.now();
    const alive = [...this.#rules.values()].filter(({ until = Infinity }) => until > now);
    if (ifNone !== undefined && alive.some(({ room }) => room === ifNone)) return false;
    return most === undefined || ruleAdditions(changes).every(({ room, kind, subjects }) => {
      const others = alive.filter((rule) =>
        rule.room === room && rule.kind === kind && !subjects.includes(rule.subject)
      );
      return others.length + subjects.length <= most;
    });
  }
}

function toKey({ room, kind, subject }: RuleKey): string {
  return `${room}\n${kind}\n${subject}`;
}
