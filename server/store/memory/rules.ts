import { linksUsed, ruleAdditions } from "../rule_additions.ts";
import type { Rule, RuleCondition, RuleKey, RuleStore, StoredRuleChange } from "../rule_store.ts";

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

  changeRules(
    changes: readonly StoredRuleChange[],
    condition: RuleCondition = {},
  ): Promise<boolean> {
    if (!this.#holds(changes, condition)) return Promise.resolve(false);
    for (const change of changes) {
      if ("drop" in change) this.#drop(change.drop, change.endedBy);
      else if ("clear" in change) this.#clear(change.clear);
      else if ("use" in change) this.#use(change.use);
      else {
        const key = toKey(change.put);
        if (change.put.kind === "link") this.#pruneLinks(Date.now());
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

  /** Deletes expired links, so that those never used do not stay. */
  #pruneLinks(now: number): void {
    for (const [key, { kind, until = Infinity }] of this.#rules) {
      if (kind === "link" && until <= now) this.#rules.delete(key);
    }
  }

  #clear({ room, kind }: Pick<RuleKey, "room" | "kind">): void {
    for (const [key, rule] of this.#rules) {
      if (rule.room === room && rule.kind === kind) this.#rules.delete(key);
    }
  }

  #use(used: RuleKey): void {
    const key = toKey(used);
    const { uses = 0, ...rule } = this.#rules.get(key)!;
    if (uses > 1) this.#rules.set(key, { ...rule, uses: uses - 1 });
    else this.#rules.delete(key);
  }

  #holds(changes: readonly StoredRuleChange[], { most, ifNone }: RuleCondition): boolean {
    const now = Date.now();
    const isOpen = (link: RuleKey) => {
      const { until = Infinity, uses = 0 } = this.#rules.get(toKey(link)) ?? {};
      return uses > 0 && until > now;
    };
    if (!linksUsed(changes).every(isOpen)) return false;
    if (most === undefined && ifNone === undefined) return true;
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
