import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { ModerationRequest } from "../../protocol/messages/moderation.ts";

/** Log entry of a moderation action, executed or rejected. */
export interface AuditEntry {
  readonly event: "moderation";
  readonly action: ModerationRequest["type"] | "delete";
  /** Name of the operator. */
  readonly by: string;
  /** Name of the room; absent for the whole server. */
  readonly room?: string;
  /** Name or address of the target. */
  readonly name?: string;
  /** The `id` of a deleted message; `name` is its author's. */
  readonly message?: number;
  /** Addresses of the targets, if they are on this node. */
  readonly addresses?: readonly string[];
  /** The `id` of an invitation link. */
  readonly link?: string;
  /** The topic, or the reason. */
  readonly text?: string;
  readonly minutes?: number;
  /** Whether the room becomes private. */
  readonly on?: boolean;
  /** Why the action was rejected. */
  readonly refused?: ErrorCode;
}

/** Formats an entry as the command that it results from. */
export function describeAudit(entry: AuditEntry, { moderation }: Catalogue): string {
  const { action, by, room = moderation.everywhere, name, addresses = [] } = entry;
  const { message, link, text, minutes, on, refused } = entry;
  const words = [
    `/${action}`,
    ...name === undefined ? [] : [name],
    ...addresses.length === 0 ? [] : [`(${addresses.join(", ")})`],
    ...message === undefined ? [] : [`${message}`],
    ...link === undefined ? [] : [link],
    ...minutes === undefined ? [] : [`${minutes} min`],
    ...on === undefined ? [] : [on ? "on" : "off"],
    `[${room}]`,
    ...text === undefined ? [] : [text === "" ? "-" : text],
  ];
  return moderation.audit(by, words.join(" "), refused);
}
