import type {
  BanRequest,
  GrantRequest,
  Kick,
  MemberModerated,
  SetPrivate,
  SetTopic,
  UnbanRequest,
} from "../../../protocol/messages/moderation.ts";
import { LOBBY } from "../../../protocol/text/names.ts";
import type { Refusal } from "../../net/refusal.ts";
import { EVERYWHERE, type Rule, type RuleChange, type RuleKind } from "../../store/rule_store.ts";
import { MAX_OWNED } from "./access.ts";
import type { ModerationAction } from "../../bus/moderation_action.ts";
import {
  forbidden,
  isSelf,
  type ModerationContext,
  rankIn,
  refuseRank,
  refuseTarget,
} from "./permissions.ts";
import { endCreator } from "./ownership.ts";
import { RANK } from "./rules.ts";
import { identitiesOf, type Target } from "./target.ts";

/** Most rules of one kind in a room. */
export const MAX_RULES = 1_000;

/** Most bans and most mutes of a room that a guest looks after: guests may make many rooms. */
const MAX_RULES_OF_GUEST = 50;

/** What may be asked for that changes something. */
export type ModerationCommand =
  | Kick
  | BanRequest
  | UnbanRequest
  | GrantRequest
  | SetPrivate
  | SetTopic & { readonly text: string };

/** What is to be done, or why it is not. */
export type Plan = Omit<ModerationAction, "session"> | Refusal;

/** What takes back what. */
const BAN_OF_UNBAN = { unban: ["ban", "unbanned"], unmute: ["mute", "unmuted"] } as const;

/**
 * Decides what comes of a request, by what holds now. Nothing is changed yet.
 *
 * @param context Who asks, and where.
 * @param command What is asked for.
 * @param target Whom it is about, where it is about somebody.
 */
export function plan(
  context: ModerationContext,
  command: ModerationCommand,
  target: Target | undefined,
): Plan {
  const isOwn = target !== undefined && isSelf(context.member, target);
  const rank = rankIn(context, context.member);
  // Whoever looks after a room may always cease to.
  const refusal = command.type === "deop" && isOwn && rank > RANK.member
    ? undefined
    : refuseRank(context, command.type);
  if (refusal) return refusal;
  switch (command.type) {
    case "topic":
      return planTopic(context, command);
    case "private":
      return planPrivacy(context, command);
    case "kick":
      return refuseTarget(context, target!) ?? planKick(context, command, target!);
    case "ban":
    case "mute":
      return refuseTarget(context, target!) ?? planBan(context, command, target!);
    case "unban":
    case "unmute":
      return planUnban(context, command, target!);
    case "invite":
      return planInvitation(context, target!);
    case "op":
      return refuseTarget(context, target!) ?? planOp(context, target!);
    case "owner":
      return planOwner(context, target!);
    case "deop":
      return (isOwn ? undefined : refuseTarget(context, target!)) ?? planDeop(context, target!);
  }
}

function planTopic(context: ModerationContext, { text }: { readonly text: string }): Plan {
  const { member, room } = context;
  const rule = newRule(context, { kind: "topic", text });
  const change = text === "" ? { drop: rule } : { put: rule };
  const event = { type: "topic", room: room!.name, text, by: member.name, at: rule.at } as const;
  return { room: room!.key, changes: [change], event, identities: [] };
}

function planPrivacy(context: ModerationContext, { on }: SetPrivate): Plan {
  const { member, room, texts } = context;
  const { key, name } = room!;
  if (key === LOBBY) return forbidden(texts.moderation.reasons.everybodys(name));
  const rule = newRule(context, { kind: "private" });
  // Who is in may come back.
  const guests = on ? [...room!.members, ...context.remoteSessions] : [];
  const invitations = guests.filter((guest) => rankIn(context, guest) === RANK.member)
    .map(({ identity, name }) => invitation(key, identity, name, member.name));
  const subjects = new Set(invitations.map(({ subject }) => subject));
  if (context.rules.of(key, "invitation").size + subjects.size > MAX_RULES) {
    return tooMany(MAX_RULES);
  }
  const changes = [
    on ? { put: rule } : { drop: rule },
    ...invitations.map((put) => ({ put })),
  ];
  const event = { type: "private", room: name, on, by: member.name } as const;
  return { room: key, changes, event, identities: [] };
}

function planKick(context: ModerationContext, { reason }: Kick, target: Target): Plan {
  const { member, room } = context;
  const { key, name } = room!;
  const sessions = target.sessions.filter(({ rooms }) => rooms.has(key));
  if (sessions.length === 0) return { code: "no_such_user", value: target.name };
  const event = {
    ...{ type: "left", room: name, name: target.name, by: member.name } as const,
    ...(reason !== undefined && { reason }),
  };
  // An invitation of any of them would let the same person in again.
  const identities = identitiesOf(target);
  return { room: key, changes: uninvite(context, identities), event, identities };
}

function planBan(context: ModerationContext, command: BanRequest, target: Target): Plan {
  const { type, minutes, reason } = command;
  const identities = target.isAddress ? [] : identitiesOf(target);
  const until = Math.min(
    minutes === undefined ? Infinity : Date.now() + minutes * 60_000,
    endOfRights(context),
  );
  const rule = newRule(context, {
    ...{ kind: type, subject: target.subject, name: target.name, identities },
    ...(reason !== undefined && { text: reason }),
    ...(until !== Infinity && { until }),
  });
  const isGuest = endOfRights(context) !== Infinity;
  const room = placeFor(context, rule, isGuest ? MAX_RULES_OF_GUEST : MAX_RULES);
  if ("code" in room) return room;
  const invitations = type === "ban" ? uninvite(context, identities) : [];
  const done = type === "ban" ? "banned" : "muted";
  const event = memberModerated(context, done, target.name, { reason, until: rule.until });
  return { room: rule.room, changes: [...room.changes, ...invitations], event, identities };
}

function planUnban(context: ModerationContext, { type }: UnbanRequest, target: Target): Plan {
  const [kind, done] = BAN_OF_UNBAN[type];
  const room = context.room?.key ?? EVERYWHERE;
  const rule = context.rules.get(room, kind, target.subject);
  if (rule === undefined) return notFound(context, target);
  const event = memberModerated(context, done, rule.name);
  return { room, changes: [{ drop: rule }], event, identities: [] };
}

function planInvitation(context: ModerationContext, target: Target): Plan {
  const identity = target.account ?? target.sessions[0]?.identity;
  if (identity === undefined) return { code: "no_such_user", value: target.name };
  const rule = invitation(context.room!.key, identity, target.name, context.member.name);
  const place = placeFor(context, rule);
  if ("code" in place) return place;
  const event = memberModerated(context, "invited", target.name);
  return { room: rule.room, changes: place.changes, event, identities: [identity] };
}

function planOp(context: ModerationContext, target: Target): Plan {
  const account = accountOf(context, target);
  if (typeof account === "object") return account;
  const { name } = target;
  const rule = newRule(context, {
    ...{ kind: "operator", subject: account, name, identities: [account] },
  });
  const place = placeFor(context, rule);
  if ("code" in place) return place;
  const event = memberModerated(context, "opped", name);
  return { room: rule.room, changes: place.changes, event, identities: [account] };
}

function planOwner(context: ModerationContext, target: Target): Plan {
  const account = accountOf(context, target);
  if (typeof account === "object") return account;
  const { rules, room } = context;
  const { key, name: shown } = room!;
  const owned = rules.owned(account);
  if (owned >= MAX_OWNED && !rules.of(key, "owner").about(account)) {
    return { code: "too_many", value: `${owned} ≥ ${MAX_OWNED}` };
  }
  const { name } = target;
  const rule = newRule(context, { kind: "owner", name, identities: [account], text: shown });
  const event = memberModerated(context, "owner", name);
  const changes = [...endCreator(rules, key), { put: rule }];
  return { room: key, changes, event, identities: [account] };
}

/** Gives the account of a target, or why it cannot be given rights. */
function accountOf(
  { texts }: ModerationContext,
  { account, name, sessions }: Target,
): string | Refusal {
  if (account !== undefined) return account;
  return sessions.length === 0
    ? { code: "no_such_user", value: name }
    : forbidden(texts.moderation.reasons.noAccount(name));
}

function planDeop(context: ModerationContext, target: Target): Plan {
  const { account, name } = target;
  const { rules } = context;
  const { key } = context.room!;
  const creator = rules.get(key, "creator");
  const isCreator = target.sessions.some(({ digest }) => creator?.identities.includes(digest));
  const isOwner = account !== undefined && rules.of(key, "owner").about(account);
  const rule = isOwner || (account && rules.get(key, "operator", account));
  const changes = [
    ...rule ? [{ drop: rule }] : [],
    ...isCreator ? endCreator(rules, key) : [],
  ];
  if (changes.length === 0) return notFound(context, target);
  const identities = account === undefined ? identitiesOf(target) : [account];
  // Who was let in to look after a private room is still in it.
  const invitations = rules.get(key, "private")
    ? identities.map((identity) => ({ put: invitation(key, identity, name, context.member.name) }))
    : [];
  const event = memberModerated(context, "deopped", name);
  return { room: key, changes: [...changes, ...invitations], event, identities };
}

/** When the rights end by which a member does something here: those of the guest who made the room do. */
function endOfRights({ rules, member, room }: ModerationContext): number {
  const key = room?.key ?? EVERYWHERE;
  const isGuest = rules.rank({ account: member.account }, key) === RANK.member;
  return isGuest ? rules.get(key, "creator")?.until ?? Infinity : Infinity;
}

/** Makes room for a rule, which is then among the changes: those of its kind whose time is over go. */
function placeFor(
  context: ModerationContext,
  rule: Rule,
  most = MAX_RULES,
): { readonly changes: RuleChange[] } | Refusal {
  const { alive, over } = context.rules.of(rule.room, rule.kind).list();
  const isNew = alive.every(({ subject }) => subject !== rule.subject);
  if (isNew && rule.room !== EVERYWHERE && alive.length >= most) return tooMany(alive.length, most);
  return { changes: [...over.map((drop) => ({ drop, endedBy: Date.now() })), { put: rule }] };
}

function uninvite({ rules, room }: ModerationContext, identities: readonly string[]): RuleChange[] {
  const invitations = rules.of(room?.key ?? EVERYWHERE, "invitation").allAbout(identities);
  return invitations.map((drop) => ({ drop }));
}

/** Makes a rule that invites an identity into a room. */
export function invitation(room: string, identity: string, name: string, by: string): Rule {
  return {
    ...{ room, kind: "invitation", subject: identity, name, identities: [identity] },
    ...{ text: "", by, at: Date.now() },
  };
}

function newRule(
  { member, room }: ModerationContext,
  fields: Partial<Rule> & { readonly kind: RuleKind },
): Rule {
  return {
    ...{ room: room?.key ?? EVERYWHERE, subject: "", name: "", identities: [], text: "" },
    ...{ by: member.name, at: Date.now() },
    ...fields,
  };
}

function memberModerated(
  { member, room }: ModerationContext,
  type: MemberModerated["type"],
  name: string,
  { reason, until }: { reason?: string | undefined; until?: number | undefined } = {},
): MemberModerated {
  return {
    ...{ type, ...(room && { room: room.name }), name, by: member.name },
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until }),
  };
}

export function tooMany(count: number, most = MAX_RULES): Refusal {
  return { code: "too_many", value: `${count} ≥ ${most}` };
}

function notFound({ room, texts }: ModerationContext, { name }: Target): Refusal {
  const where = room?.name ?? texts.moderation.everywhere;
  return { code: "not_found", value: `${name}, ${where}` };
}
