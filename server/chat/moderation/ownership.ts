import type { Member } from "../member.ts";
import type { Room } from "../room.ts";
import { DAY } from "../../store/retention.ts";
import type { Rule, RuleChange } from "../../store/rule_store.ts";
import { MAX_OWNED } from "./access.ts";
import type { Rules } from "./rules.ts";

/** For how long after the last visit a guest looks after a room that they made, in milliseconds (docs/protocol.md). */
export const CREATOR_LIFETIME = 30 * DAY;

/** How much of that is left at least after a visit, in milliseconds: a visit is stored once a day at most. */
const RENEWED = CREATOR_LIFETIME - DAY;

/** Most rooms that are looked after by guests; of more, those visited longest ago lose their guest. */
const MAX_CREATED = 10_000;

/** Returns what makes the creator of a room its owner, or its operator for a guest. The room must have no rules. */
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

/** Returns the change that extends the rights of a room's guest creator after a visit; `undefined` if they end much later. */
export function renewCreator(rules: Rules, room: string, { digest }: Member): RuleChange[] {
  const creator = rules.get(room, "creator");
  const now = Date.now();
  if (!creator?.identities.includes(digest) || creator.until! >= now + RENEWED) return [];
  const until = now + CREATOR_LIFETIME;
  return [creator, ...rulesOfCreator(rules, creator)].map((rule) => (
    { put: { ...rule, until }, replaces: true }
  ));
}

/** Returns the changes that take a room from its guest creator, with the bans and mutes that end then. */
export function endCreator(rules: Rules, room: string): RuleChange[] {
  const creator = rules.get(room, "creator");
  if (creator === undefined) return [];
  return [creator, ...rulesOfCreator(rules, creator)].map((drop) => ({ drop }));
}

/**
 * Returns what an account takes over from the guest who goes on in it: invitations, and from the guest who registered it the
 * rooms they made, bans and mutes too.
 *
 * @param rules What holds.
 * @param member The session, which is in the account.
 * @param isNew Whether the account was registered just now.
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
      // What they did as a guest holds as what an owner does.
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
