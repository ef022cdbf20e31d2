import type { ErrorCause, ErrorDetails } from "../../../protocol/messages/error_details.ts";
import { MODERATION_COMMANDS } from "../../../protocol/commands/moderation_commands.ts";
import type { ModerationRequest } from "../../../protocol/messages/moderation.ts";
import type { Refusal } from "../../net/refusal.ts";
import type { Member } from "../member.ts";
import type { Room } from "../room.ts";
import { EVERYWHERE } from "../../store/rule_store.ts";
import { type Holder, RANK, type Rank, type Rules } from "./rules.ts";
import type { Target } from "./target.ts";
import type { SessionView } from "../directory.ts";

/** A moderation request: the member that sent it, the room, and the rules in force. */
export interface ModerationContext {
  readonly rules: Rules;
  readonly member: Member;
  /** The room; `undefined` for the whole server. */
  readonly room: Room | undefined;
  /** Sessions in the room on other nodes; empty for requests that do not need them. */
  readonly remoteSessions: readonly SessionView[];
}

/** Rejects a request if the member's rank is too low, whatever the target. */
export function refuseRank(
  context: ModerationContext,
  type: ModerationRequest["type"],
): Refusal | undefined {
  const { rules, member, room } = context;
  const needed = room ? RANK[MODERATION_COMMANDS[type].rank] : RANK.serverOperator;
  if (rules.rank(member, room?.key ?? EVERYWHERE) >= needed) return undefined;
  return whoMay(context, needed);
}

/** Returns the error that names the rank that an action needs. */
function whoMay({ rules, member, room }: ModerationContext, needed: Rank): Refusal {
  if (room === undefined || needed === RANK.serverOperator) {
    return forbidden("server_operators_only");
  }
  const { key, name } = room;
  const isOwned = rules.get(key, "owner") !== undefined;
  if (needed === RANK.operator) {
    const isLookedAfter = isOwned || rules.get(key, "creator") !== undefined;
    return isLookedAfter
      ? forbidden("operators_only", { room: name })
      : forbidden("server_operators_only");
  }
  if (isOwned) return forbidden("owner_only", { room: name });
  // In a room without an owner, the operator is the guest who created it, or an account that an earlier owner appointed.
  const isMaker = member.account === undefined && rules.rank(member, key) === RANK.operator;
  return isMaker ? forbidden("register_first", { room: name }) : forbidden("server_operators_only");
}

/** Rejects a target that is the member itself or has at least its rank. */
export function refuseTarget(context: ModerationContext, target: Target): Refusal | undefined {
  if (target.isAddress) {
    // An operator at that address could not reconnect to undo it.
    const isOwn = context.room === undefined && target.sessions.includes(context.member);
    return isOwn ? forbidden("self") : undefined;
  }
  if (isSelf(context.member, target)) return forbidden("self");
  const theirs = Math.max(...[target, ...target.sessions].map((holder) => rankIn(context, holder)));
  const isOutranked = theirs > 0 && theirs >= rankIn(context, context.member);
  return isOutranked ? forbidden("outranked", { value: target.name }) : undefined;
}

/** Returns the rank of a session where the request applies. */
export function rankIn({ rules, room }: ModerationContext, holder: Holder): Rank {
  return rules.rank(holder, room?.key ?? EVERYWHERE);
}

/** Returns whether a target is the member itself. */
export function isSelf(member: Member, { account, sessions }: Target): boolean {
  return sessions.includes(member) || account !== undefined && account === member.account;
}

export function forbidden(cause: ErrorCause, details: ErrorDetails = {}): Refusal {
  return { code: "forbidden", cause, ...details };
}
