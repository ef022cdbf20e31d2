import type { PresenceEvent } from "../../protocol/messages/messages.ts";
import type { Member } from "./member.ts";
import type { Room } from "./room.ts";

/**
 * What a member gets of the past of a room when it enters: messages after an id, the latest ones, none, or (`empty`) the
 * latest of a room that is known to have none if the member creates it.
 */
export type JoinHistory = { readonly after: number } | "latest" | "live" | "empty";

/** Who removed a member from a room, and why. */
export type Cause = Required<Pick<PresenceEvent, "by">> & Pick<PresenceEvent, "reason">;

/** What a member that joins of its own accord gets of the past. */
export function joinHistoryOf({ wire }: Member): JoinHistory {
  return wire.replays ? "latest" : "live";
}

/** A session's place in a room, on all nodes. */
export interface RoomPresence {
  /** Sessions in the room; in a large room counted only up to one more than the limit for announcements. */
  readonly members: number;
  /** Whether another session of the same identity is in the room. */
  readonly isElsewhere: boolean;
}

/** A room as the registry knows it when a member joins. Without a name, the room is too similar to an open one. */
export interface RoomState extends RoomPresence {
  readonly name?: string;
  /** Whether the member creates the room, and it has no past. */
  readonly isNew?: boolean;
}

/** A member that left a room or was removed from it. */
export interface Removal {
  readonly member: Member;
  readonly room: Room;
  readonly cause: Cause | undefined;
  /** The session or identity that needs no announcement. */
  readonly except: string;
}
