import type {
  BanRequest,
  GrantRequest,
  Kick,
  SetPrivate,
  SetTopic,
  UnbanRequest,
} from "../../../protocol/messages/moderation.ts";
import { LOBBY } from "../../../protocol/text/names.ts";
import type { ModerationAction } from "../../bus/moderation_action.ts";
import type { Refusal } from "../../net/refusal.ts";
import { EVERYWHERE } from "../../store/rule_store.ts";
import { MAX_OWNED, tooManyOwned } from "./access.ts";
import { endCreator } from "./ownership.ts";
import {
  forbidden,
  isSelf,
  type ModerationContext,
  rankIn,
  refuseRank,
  refuseTarget,
} from "./permissions.ts";
import {
  addRule,
  endOfRights,
  invitation,
  MAX_RULES,
  MAX_RULES_OF_GUEST,
  memberModerated,
  newRule,
  notFound,
  tooMany,
  uninvite,
} from "./rule_changes.ts";
import { RANK } from "./rules.ts";
import { identitiesOf, type Target } from "./target.ts";

/** A moderation request that changes something. */
export type ModerationCommand =
  | Kick
  | BanRequest
  | UnbanRequest
  | GrantRequest
  | SetPrivate
  | SetTopic & { readonly text: string };

/** Changes that a request leads to, or why it is rejected. */
export type Plan = Omit<ModerationAction, "session"> | Refusal;

/** Plans one type of request. Requests with a `name` have a target. */
type Planner<T extends ModerationCommand["type"]> = (
  context: ModerationContext,
  command: ModerationCommand & { readonly type: T },
  target: Target,
) => Plan;

/** The planner of each type of request. */
const PLANNERS: { readonly [T in ModerationCommand["type"]]: Planner<T> } = {
  topic: planTopic,
  private: planPrivacy,
  invite: planInvitation,
  kick: unlessOutranked(planKick),
  ban: unlessOutranked(planBan),
  mute: unlessOutranked(planBan),
  unban: planUnban,
  unmute: planUnban,
  op: unlessOutranked(planOp),
  deop: (context, command, target) =>
    (isSelf(context.member, target) ? planDeop : unlessOutranked(planDeop))(
      context,
      command,
      target,
    ),
  owner: planOwner,
};

/** Kind of rule that a request removes, and event that announces it. */
const REMOVED_RULES = {
  unban: { kind: "ban", done: "unbanned", missing: "no_ban" },
  unmute: { kind: "mute", done: "unmuted", missing: "no_mute" },
} as const;

/**
 * Decides by the current rules what a request changes. Changes nothing itself.
 *
 * @param context The room and the member that sent the request.
 * @param command The request.
 * @param target The user or address in the request, if it has a `name`.
 */
export function plan(
  context: ModerationContext,
  command: ModerationCommand,
  target: Target | undefined,
): Plan {
  const isOwn = target !== undefined && isSelf(context.member, target);
  // Operators of any rank may resign.
  const isResigning = command.type === "deop" && isOwn &&
    rankIn(context, context.member) > RANK.member;
  const refusal = isResigning ? undefined : refuseRank(context, command.type);
  if (refusal) return refusal;
  const planner = PLANNERS[command.type] as Planner<ModerationCommand["type"]>;
  return planner(context, command, target!);
}

/** Rejects a target whose rank is not below the member's; otherwise plans the request. */
function unlessOutranked<T extends ModerationCommand["type"]>(planner: Planner<T>): Planner<T> {
  return (context, command, target) =>
    refuseTarget(context, target) ?? planner(context, command, target);
}

function planTopic(context: ModerationContext, { text }: { readonly text: string }): Plan {
  const { member, room } = context;
  const rule = newRule(context, { kind: "topic", text });
  const change = text === "" ? { drop: rule } : { put: rule };
  const event = { type: "topic", room: room!.name, text, by: member.name, at: rule.at } as const;
  return { room: room!.key, changes: [change], event, identities: [] };
}

function planPrivacy(context: ModerationContext, { on }: SetPrivate): Plan {
  const { member, room } = context;
  const { key, name } = room!;
  if (key === LOBBY) return forbidden("lobby", { room: name });
  const rule = newRule(context, { kind: "private" });
  // Present members may return.
  const guests = on ? [...room!.members, ...context.remoteSessions] : [];
  const invitations = guests.filter((guest) => rankIn(context, guest) === RANK.member)
    .map(({ identity, name }) => invitation(key, identity, name, member.name));
  const subjects = new Set(invitations.map(({ subject }) => subject));
  if (context.rules.of(key, "invitation").size + subjects.size > MAX_RULES) {
    return tooMany(context.room?.name);
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
  if (sessions.length === 0) return { code: "no_such_user", value: target.name, room: name };
  const event = {
    type: "left" as const,
    room: name,
    name: target.name,
    by: member.name,
    ...(reason !== undefined && { reason }),
  };
  // With an invitation of any identity the user could return.
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
    kind: type,
    subject: target.subject,
    name: target.name,
    identities,
    ...(reason !== undefined && { text: reason }),
    ...(until !== Infinity && { until }),
  });
  const isGuest = endOfRights(context) !== Infinity;
  const room = addRule(context, rule, isGuest ? MAX_RULES_OF_GUEST : MAX_RULES);
  if ("code" in room) return room;
  const invitations = type === "ban" ? uninvite(context, identities) : [];
  const done = type === "ban" ? "banned" : "muted";
  const event = memberModerated(context, done, target.name, { reason, until: rule.until });
  return { room: rule.room, changes: [...room.changes, ...invitations], event, identities };
}

function planUnban(context: ModerationContext, { type }: UnbanRequest, target: Target): Plan {
  const { kind, done, missing } = REMOVED_RULES[type];
  const room = context.room?.key ?? EVERYWHERE;
  const rule = context.rules.get(room, kind, target.subject);
  if (rule === undefined) return notFound(context, target, missing);
  const event = memberModerated(context, done, rule.name);
  return { room, changes: [{ drop: rule }], event, identities: [] };
}

function planInvitation(context: ModerationContext, _: GrantRequest, target: Target): Plan {
  const identity = target.account ?? target.sessions[0]?.identity;
  if (identity === undefined) return { code: "no_such_user", value: target.name };
  const rule = invitation(context.room!.key, identity, target.name, context.member.name);
  const place = addRule(context, rule);
  if ("code" in place) return place;
  const event = memberModerated(context, "invited", target.name);
  return { room: rule.room, changes: place.changes, event, identities: [identity] };
}

function planOp(context: ModerationContext, _: GrantRequest, target: Target): Plan {
  const account = accountOf(target);
  if (typeof account === "object") return account;
  const { name } = target;
  const rule = newRule(context, {
    kind: "operator",
    subject: account,
    name,
    identities: [account],
  });
  const place = addRule(context, rule);
  if ("code" in place) return place;
  const event = memberModerated(context, "opped", name);
  return { room: rule.room, changes: place.changes, event, identities: [account] };
}

function planOwner(context: ModerationContext, _: GrantRequest, target: Target): Plan {
  const account = accountOf(target);
  if (typeof account === "object") return account;
  const { rules, room } = context;
  const { key, name: shown } = room!;
  const owned = rules.owned(account);
  if (owned >= MAX_OWNED && !rules.of(key, "owner").about(account)) {
    return tooManyOwned(owned);
  }
  const { name } = target;
  const rule = newRule(context, { kind: "owner", name, identities: [account], text: shown });
  const event = memberModerated(context, "owner", name);
  const changes = [...endCreator(rules, key), { put: rule }];
  return { room: key, changes, event, identities: [account] };
}

/** Returns the account of a target, or why the target cannot have rights. */
function accountOf({ account, name, sessions }: Target): string | Refusal {
  if (account !== undefined) return account;
  return sessions.length === 0
    ? { code: "no_such_user", value: name }
    : forbidden("no_account", { value: name });
}

function planDeop(context: ModerationContext, _: GrantRequest, target: Target): Plan {
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
  if (changes.length === 0) return notFound(context, target, "no_rights");
  const identities = account === undefined ? identitiesOf(target) : [account];
  // A former operator stays in a private room.
  const invitations = rules.get(key, "private")
    ? identities.map((identity) => ({ put: invitation(key, identity, name, context.member.name) }))
    : [];
  const event = memberModerated(context, "deopped", name);
  return { room: key, changes: [...changes, ...invitations], event, identities };
}
