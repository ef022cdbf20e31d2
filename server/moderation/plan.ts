import type {
  Appoint,
  Kick,
  Measure,
  Release,
  Restrict,
  SetPrivate,
  SetTopic,
} from "../../protocol/moderation.ts";
import { LOBBY } from "../../protocol/names.ts";
import type { Refusal } from "../accounts/accounts.ts";
import { EVERYWHERE, type Rule, type RuleChange, type RuleKind } from "../store/rule_store.ts";
import type { Act } from "./act.ts";
import { forbidden, isSelf, rankIn, refuseRank, refuseTarget, type Scene } from "./authority.ts";
import { RANK } from "./rules.ts";
import { identitiesOf, type Target } from "./target.ts";

/** Most rules of one kind in a room. */
const MAX_RULES = 1_000;

/** What may be asked for that changes something. */
export type Order =
  | Kick
  | Restrict
  | Release
  | Appoint
  | SetPrivate
  | SetTopic & { readonly text: string };

/** What is to be done, or why it is not. */
export type Plan = Omit<Act, "session"> | Refusal;

/** What takes back what. */
const RELEASES = { unban: ["ban", "unbanned"], unmute: ["mute", "unmuted"] } as const;

/**
 * Decides what comes of a request, by what holds now. Nothing is changed yet.
 *
 * @param scene Who asks, and where.
 * @param order What is asked for.
 * @param target Whom it is about, where it is about somebody.
 */
export function plan(scene: Scene, order: Order, target: Target | undefined): Plan {
  const isOwn = target !== undefined && isSelf(scene.member, target);
  const rank = rankIn(scene, scene.member.account);
  // Whoever looks after a room may always cease to.
  const refusal = order.type === "deop" && isOwn && rank > RANK.member
    ? undefined
    : refuseRank(scene, order.type);
  if (refusal) return refusal;
  switch (order.type) {
    case "topic":
      return planTopic(scene, order);
    case "private":
      return planPrivacy(scene, order);
    case "kick":
      return refuseTarget(scene, target!) ?? planKick(scene, order, target!);
    case "ban":
    case "mute":
      return refuseTarget(scene, target!) ?? planRestriction(scene, order, target!);
    case "unban":
    case "unmute":
      return planRelease(scene, order, target!);
    case "invite":
      return planInvitation(scene, target!);
    case "op":
      return refuseTarget(scene, target!) ?? planOp(scene, target!);
    case "deop":
      return (isOwn ? undefined : refuseTarget(scene, target!)) ?? planDeop(scene, target!);
  }
}

function planTopic(scene: Scene, { text }: { readonly text: string }): Plan {
  const { member, room } = scene;
  const rule = newRule(scene, { kind: "topic", text });
  const change = text === "" ? { drop: rule } : { put: rule };
  const event = { type: "topic", room: room!.name, text, by: member.name, at: rule.at } as const;
  return { room: room!.key, changes: [change], event, identities: [] };
}

function planPrivacy(scene: Scene, { on }: SetPrivate): Plan {
  const { member, room, texts } = scene;
  const { key, name } = room!;
  if (key === LOBBY) return forbidden(texts.moderation.reasons.everybodys(name));
  const rule = newRule(scene, { kind: "private" });
  // Who is in may come back.
  const others = [...room!.members, ...scene.elsewhere];
  const guests = on ? others.filter((other) => rankIn(scene, other.account) === 0) : [];
  const invitations = new Map(guests.map((guest) => [guest.identity, guest.name]));
  if (scene.rules.of(key, "invitation").size + invitations.size > MAX_RULES) {
    return tooMany(MAX_RULES);
  }
  const changes = [
    on ? { put: rule } : { drop: rule },
    ...[...invitations].map(([identity, name]) => ({
      put: newRule(scene, { kind: "invitation", subject: identity, name, identities: [identity] }),
    })),
  ];
  const event = { type: "private", room: name, on, by: member.name } as const;
  return { room: key, changes, event, identities: [] };
}

function planKick(scene: Scene, { reason }: Kick, target: Target): Plan {
  const { member, room } = scene;
  const { key, name } = room!;
  const sessions = target.sessions.filter(({ rooms }) => rooms.has(key));
  if (sessions.length === 0) return { code: "no_such_user", value: target.name };
  const event = {
    ...{ type: "left", room: name, name: target.name, by: member.name } as const,
    ...(reason !== undefined && { reason }),
  };
  const identities = sessions.map(({ identity }) => identity);
  return { room: key, changes: uninvite(scene, identities), event, identities };
}

function planRestriction(scene: Scene, order: Restrict, target: Target): Plan {
  const { type, minutes, reason } = order;
  const identities = target.isAddress ? [] : identitiesOf(target);
  const rule = newRule(scene, {
    ...{ kind: type, subject: target.subject, name: target.name, identities },
    ...(reason !== undefined && { text: reason }),
    ...(minutes !== undefined && { until: Date.now() + minutes * 60_000 }),
  });
  const room = placeFor(scene, rule);
  if ("code" in room) return room;
  const invitations = type === "ban" ? uninvite(scene, identities) : [];
  const done = type === "ban" ? "banned" : "muted";
  const event = measure(scene, done, target.name, { reason, until: rule.until });
  return { room: rule.room, changes: [...room.changes, ...invitations], event, identities };
}

function planRelease(scene: Scene, { type }: Release, target: Target): Plan {
  const [kind, done] = RELEASES[type];
  const room = scene.room?.key ?? EVERYWHERE;
  const rule = scene.rules.get(room, kind, target.subject);
  if (rule === undefined) return nothingToUndo(scene, target);
  const event = measure(scene, done, rule.name);
  return { room, changes: [{ drop: rule }], event, identities: [] };
}

function planInvitation(scene: Scene, target: Target): Plan {
  const identity = target.account ?? target.sessions[0]?.identity;
  if (identity === undefined) return { code: "no_such_user", value: target.name };
  const rule = newRule(scene, {
    ...{ kind: "invitation", subject: identity, name: target.name, identities: [identity] },
  });
  const place = placeFor(scene, rule);
  if ("code" in place) return place;
  const event = measure(scene, "invited", target.name);
  return { room: rule.room, changes: place.changes, event, identities: [identity] };
}

function planOp(scene: Scene, target: Target): Plan {
  const { account, name, sessions } = target;
  if (account === undefined) {
    return sessions.length === 0
      ? { code: "no_such_user", value: name }
      : forbidden(scene.texts.moderation.reasons.noAccount(name));
  }
  const rule = newRule(scene, {
    ...{ kind: "operator", subject: account, name, identities: [account] },
  });
  const place = placeFor(scene, rule);
  if ("code" in place) return place;
  const event = measure(scene, "opped", name);
  return { room: rule.room, changes: place.changes, event, identities: [account] };
}

function planDeop(scene: Scene, target: Target): Plan {
  const { account, name } = target;
  const { key } = scene.room!;
  const isOwner = account !== undefined && scene.rules.of(key, "owner").about(account);
  const rule = isOwner || (account && scene.rules.get(key, "operator", account));
  if (account === undefined || !rule) return nothingToUndo(scene, target);
  // Who was let in to look after a private room is still in it.
  const invitation = scene.rules.get(key, "private")
    ? [{
      put: newRule(scene, {
        ...{ kind: "invitation", subject: account, name, identities: [account] },
      }),
    }]
    : [];
  const event = measure(scene, "deopped", name);
  return { room: key, changes: [{ drop: rule }, ...invitation], event, identities: [account] };
}

/** Makes room for a rule, which is then among the changes: those of its kind whose time is over go. */
function placeFor(scene: Scene, rule: Rule): { readonly changes: RuleChange[] } | Refusal {
  const { alive, over } = scene.rules.of(rule.room, rule.kind).list();
  const isNew = alive.every(({ subject }) => subject !== rule.subject);
  if (isNew && rule.room !== EVERYWHERE && alive.length >= MAX_RULES) return tooMany(alive.length);
  return { changes: [...over.map((drop) => ({ drop, endedBy: Date.now() })), { put: rule }] };
}

function uninvite({ rules, room }: Scene, identities: readonly string[]): RuleChange[] {
  const invitations = identities.flatMap((identity) =>
    rules.get(room?.key ?? EVERYWHERE, "invitation", identity) ?? []
  );
  return invitations.map((drop) => ({ drop }));
}

function newRule(
  { member, room }: Scene,
  fields: Partial<Rule> & { readonly kind: RuleKind },
): Rule {
  return {
    ...{ room: room?.key ?? EVERYWHERE, subject: "", name: "", identities: [], text: "" },
    ...{ by: member.name, at: Date.now() },
    ...fields,
  };
}

function measure(
  { member, room }: Scene,
  type: Measure["type"],
  name: string,
  { reason, until }: { reason?: string | undefined; until?: number | undefined } = {},
): Measure {
  return {
    ...{ type, ...(room && { room: room.name }), name, by: member.name },
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until }),
  };
}

function tooMany(count: number): Refusal {
  return { code: "too_many", value: `${count} ≥ ${MAX_RULES}` };
}

function nothingToUndo({ room, texts }: Scene, { name }: Target): Refusal {
  const where = room?.name ?? texts.moderation.everywhere;
  return { code: "nothing_to_undo", value: `${name}, ${where}` };
}
