import type { Member } from "../member.ts";
import type { Room } from "../room.ts";
import { DAY } from "../../async/durations.ts";
import type { Rule, RuleChange } from "../../store/rule_store.ts";
import { MAX_OWNED } from "./access.ts";
import type { Rules } from "./rules.ts";

/** How long after the last visit a guest is operator of a created room, in milliseconds (docs/moderation.md). */
export const CREATOR_LIFETIME = 30 * DAY;

/** Minimum remaining time after a visit, in milliseconds: a visit is stored at most once a day. */
const RENEWED = CREATOR_LIFETIME - DAY;

/** Maximum rooms with guest operators. Above it, the guests of the rooms visited longest ago lose their rights. */
const MAX_CREATED = 10_000;

/** Returns the rule that makes the creator of a room its owner, or its operator if a guest. The room must have no rules. */
export function claimRoom(rules: Rules, room: Room, member: Member): readonly RuleChange[] {
  const { account, digest, name } = member;
  const at = Date.now();
  const common = { room: room.key, subject: "", name, text: room.name, by: name, at };
  if (account !== undefined) {
    return [{ put: { ...common, kind: "owner", identities: [account] } }];
  }
  const [oldest] = rules.created.size >= MAX_CREATED ? rules.created.keys() : [];
  const until = at + CREATOR_LIFETIME;
  return [
    { put: { ...common, kind: "creator", identities: [digest], until } },
    ...oldest === undefined ? [] : endCreator(rules, oldest),
  ];
}

/** Returns the change that extends the rights of a room's guest creator after a visit; none if they end much later. */
export function renewCreator(rules: Rules, room: string, { digest }: Member): RuleChange[] {
  const creator = rules.get(room, "creator");
  const now = Date.now();
  if (!creator?.identities.includes(digest) || creator.until! >= now + RENEWED) return [];
  const until = now + CREATOR_LIFETIME;
  return [creator, ...rulesOfCreator(rules, creator)].map((rule) => (
    { put: { ...rule, until }, replaces: true }
  ));
}

/** Returns the changes that end the rights of a room's guest creator, and the bans and mutes that end with them. */
export function endCreator(rules: Rules, room: string): RuleChange[] {
  const creator = rules.get(room, "creator");
  if (creator === undefined) return [];
  return [creator, ...rulesOfCreator(rules, creator)].map((drop) => ({ drop }));
}

/**
 * Returns the changes by which an account takes over from the guest who logged in: invitations, and if the guest registered
 * it also created rooms with their bans and mutes.
 *
 * @param rules The rules.
 * @param member The session, which is logged in.
 * @param isNew Whether the account was just registered.
 */
export function adopt(rules: Rules, member: Member, isNew: boolean): RuleChange[] {
  const { account, digest, name } = member;
  if (account === undefined) return [];
  let left = MAX_OWNED - rules.owned(account);
  return rules.about(digest).flatMap((rule): RuleChange[] => {
    const { kind, identities } = rule;
    if (kind === "creator") {
      if (!isNew || left-- <= 0) return [];
      const { until: _, ...owned } = {
        ...rule,
        kind: "owner" as const,
        name,
        identities: [account],
      };
      // The guest's rules become rules of an owner.
      const stored = rulesOfCreator(rules, rule).map(({ until: _, ...put }) => (
        { put, replaces: true as const }
      ));
      return [{ drop: rule }, { put: owned }, ...stored];
    }
    if (identities.includes(account) || kind !== "invitation" && !isNew) return [];
    return [{ put: { ...rule, identities: [...identities, account] }, replaces: true }];
  });
}

/** Bans and mutes that expire with the rights of a room's guest creator. */
function rulesOfCreator(rules: Rules, { room, until }: Rule): Rule[] {
  return (["ban", "mute"] as const).flatMap((kind) =>
    rules.of(room, kind).list().alive.filter((rule) => rule.until === until)
  );
}
