import type { ModerationRequest } from "../../../protocol/messages/moderation.ts";
import type { AuditEntry } from "../../telemetry/audit_entry.ts";
import type { Member } from "../member.ts";
import type { ModerationContext } from "./permissions.ts";
import type { Target } from "./target.ts";

/** Creates the log entry of a moderation request. */
export function toAuditEntry(
  { member, room }: ModerationContext,
  request: ModerationRequest,
  target: Target | undefined,
): AuditEntry {
  const text = "text" in request ? request.text : "reason" in request ? request.reason : undefined;
  const addresses = [...new Set(target?.sessions.flatMap(({ address = [] }) => address))];
  return {
    event: "moderation",
    action: request.type,
    by: member.name,
    ...(room && { room: room.name }),
    ...("name" in request && { name: target?.name ?? request.name }),
    ...(target && !target.isAddress && addresses.length > 0 && { addresses }),
    ...(text !== undefined && { text }),
    ...("minutes" in request && request.minutes !== undefined && { minutes: request.minutes }),
    ...("on" in request && { on: request.on }),
  };
}

/** Returns the source by which log lines are limited: the address, or the identity if addresses are not limited. */
export function sourceOf({ peer, identity }: Member): string {
  return peer.address ?? identity;
}
