import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { ModerationRequest } from "../../protocol/messages/moderation.ts";

/** Log line about a moderation action, carried out or refused. */
export interface AuditEntry {
  readonly event: "moderation";
  readonly action: ModerationRequest["type"];
  /** The name of the one who did it. */
  readonly by: string;
  /** The name of the room; none where it is about the whole server. */
  readonly room?: string;
  /** The name or address of the one it is about. */
  readonly name?: string;
  /** Addresses of the targets, if they are on this node. */
  readonly addresses?: readonly string[];
  /** What the room is about, or why it was done. */
  readonly text?: string;
  readonly minutes?: number;
  /** Whether a room is made private. */
  readonly on?: boolean;
  /** Why it was not done. */
  readonly refused?: ErrorCode;
}

/** Says an entry as the command that it is of. */
export function describeAudit(entry: AuditEntry, { moderation }: Catalogue): string {
  const { action, by, room = moderation.everywhere, name, addresses = [] } = entry;
  const { text, minutes, on, refused } = entry;
  const words = [
    `/${action}`,
    ...name === undefined ? [] : [name],
    ...addresses.length === 0 ? [] : [`(${addresses.join(", ")})`],
    ...minutes === undefined ? [] : [`${minutes} min`],
    ...on === undefined ? [] : [on ? "on" : "off"],
    `[${room}]`,
    ...text === undefined ? [] : [text === "" ? "-" : text],
  ];
  return moderation.audit(by, words.join(" "), refused);
}
