import { EVERYWHERE, type RuleKey, type StoredRuleChange } from "./rule_store.ts";

/** Rules of one kind that changes add to one room. */
export interface RuleAdditions extends Pick<RuleKey, "room" | "kind"> {
  readonly subjects: readonly string[];
}

/** Groups the rules that changes add by room and kind, to enforce {@linkcode RuleCondition.most}. */
export function ruleAdditions(changes: readonly StoredRuleChange[]): readonly RuleAdditions[] {
  const puts = changes.flatMap((change) => "put" in change ? [change.put] : []);
  const groups = Map.groupBy(
    puts.filter(({ room }) => room !== EVERYWHERE),
    ({ room, kind }) => `${room}\n${kind}`,
  );
  return [...groups.values()].map((rules) => ({
    room: rules[0]!.room,
    kind: rules[0]!.kind,
    subjects: [...new Set(rules.map(({ subject }) => subject))],
  }));
}

/** Returns the links that changes use. */
export function linksUsed(changes: readonly StoredRuleChange[]): readonly RuleKey[] {
  return changes.flatMap((change) => "use" in change ? [change.use] : []);
}
