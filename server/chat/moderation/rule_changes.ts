import type { MemberModerated } from "../../../protocol/messages/moderation.ts";
import type { Refusal } from "../../net/refusal.ts";
import { EVERYWHERE, type Rule, type RuleChange, type RuleKind } from "../../store/rule_store.ts";
import type { ModerationContext } from "./permissions.ts";
import { RANK } from "./rules.ts";
import type { Target } from "./target.ts";

/** Maximum rules of one kind in a room. */
export const MAX_RULES = 1_000;

/**
 * Maximum bans, and maximum mutes, of a room with a guest operator. The limit is low because guests can create many
 * rooms.
 */
export const MAX_RULES_OF_GUEST = 50;

/** Returns when the rights of a member end, in Unix milliseconds: those of guest creators do, others never (`Infinity`). */
export function endOfRights({ rules, member, room }: ModerationContext): number {
  const key = room?.key ?? EVERYWHERE;
  const isGuest = rules.rank({ account: member.account }, key) === RANK.member;
  return isGuest ? rules.get(key, "creator")?.until ?? Infinity : Infinity;
}

/** Returns the changes that add a rule and delete expired rules of its kind, or an error if there are too many. */
export function addRule(
  context: ModerationContext,
  rule: Rule,
  most = MAX_RULES,
): { readonly changes: RuleChange[] } | Refusal {
  const { alive, over } = context.rules.of(rule.room, rule.kind).list();
  const isNew = alive.every(({ subject }) => subject !== rule.subject);
  if (isNew && rule.room !== EVERYWHERE && alive.length >= most) {
    return tooMany(context.room?.name, most);
  }
  return { changes: [...over.map((drop) => ({ drop, endedBy: Date.now() })), { put: rule }] };
}

/** Returns the changes that remove all invitations of some identities. */
export function uninvite(
  { rules, room }: ModerationContext,
  identities: readonly string[],
): RuleChange[] {
  const invitations = rules.of(room?.key ?? EVERYWHERE, "invitation").allAbout(identities);
  return invitations.map((drop) => ({ drop }));
}

/** Returns the rule that invites an identity to a room. */
export function invitation(room: string, identity: string, name: string, by: string): Rule {
  return {
    room,
    kind: "invitation",
    subject: identity,
    name,
    identities: [identity],
    text: "",
    by,
    at: Date.now(),
  };
}

/** Returns a rule of the room that a request is about, made by the member that sent it. */
export function newRule(
  { member, room }: ModerationContext,
  fields: Partial<Rule> & { readonly kind: RuleKind },
): Rule {
  return {
    room: room?.key ?? EVERYWHERE,
    subject: "",
    name: "",
    identities: [],
    text: "",
    by: member.name,
    at: Date.now(),
    ...fields,
  };
}

/** Returns the event that announces what a member did to another user. */
export function memberModerated(
  { member, room }: ModerationContext,
  type: MemberModerated["type"],
  name: string,
  { reason, until }: { reason?: string | undefined; until?: number | undefined } = {},
): MemberModerated {
  return {
    type,
    ...(room && { room: room.name }),
    name,
    by: member.name,
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until }),
  };
}

export function tooMany(room: string | undefined, limit = MAX_RULES): Refusal {
  return { code: "too_many", cause: "rules", limit, ...(room !== undefined && { room }) };
}

export function notFound(
  { room }: ModerationContext,
  { name }: Target,
  cause: "no_ban" | "no_mute" | "no_rights",
): Refusal {
  return { code: "not_found", cause, value: name, ...(room && { room: room.name }) };
}
