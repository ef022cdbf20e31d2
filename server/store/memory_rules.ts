import type { Rule, RuleChange, RuleKey, RuleStore } from "./rule_store.ts";

/** Keeps rules in memory, and nothing when the process ends. */
export class MemoryRules implements RuleStore {
  readonly #rules = new Map<string, Rule>();

  listRules(): Promise<readonly Rule[]> {
    return Promise.resolve([...this.#rules.values()]);
  }

  findRule(key: RuleKey): Promise<Rule | undefined> {
    return Promise.resolve(this.#rules.get(toKey(key)));
  }

  changeRules(changes: readonly RuleChange[]): Promise<void> {
    for (const change of changes) {
      if ("drop" in change) this.#rules.delete(toKey(change.drop));
      else {
        const key = toKey(change.put);
        // One that takes the place of another was made now.
        this.#rules.delete(key);
        this.#rules.set(key, change.put);
      }
    }
    return Promise.resolve();
  }
}

function toKey({ room, kind, subject }: RuleKey): string {
  return `${room}\n${kind}\n${subject}`;
}
