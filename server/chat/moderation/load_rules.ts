import type { Rule, RuleStore } from "../../store/rule_store.ts";

/**
 * Reads all rules from a store but invitation links, which are not held in memory, and deletes expired ones from it.
 *
 * @param store The store.
 * @returns The rules in force.
 * @throws {StoreError} If it cannot be read or changed.
 */
export async function loadRules(store: RuleStore): Promise<readonly Rule[]> {
  const now = Date.now();
  const { alive = [], over = [] } = Object.groupBy(
    await store.listRules(),
    ({ until = Infinity }) => until > now ? "alive" : "over",
  );
  // Another node may have renewed one meanwhile.
  if (over.length > 0) await store.changeRules(over.map((drop) => ({ drop, endedBy: now })));
  return alive.filter(({ kind }) => kind !== "link");
}
