import type { PresenceEvent } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { Member } from "./member.ts";
import type { Room } from "./room.ts";

/**
 * Which past messages a member gets when it joins a room: those after an id, the latest, none, or (`empty`) the latest
 * unless the member creates the room, which then is known to have none.
 */
export type JoinHistory = { readonly after: number } | "latest" | "live" | "empty";

/** Who removed a member from a room, and why. */
export type Cause = Required<Pick<PresenceEvent, "by">> & Pick<PresenceEvent, "reason">;

/** Returns which past messages a member gets when it joins a room by request. */
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

/** State of a room in the registry when a member joins. Without a name, the room is too similar to an open one. */
export interface RoomState extends RoomPresence {
  readonly name?: string;
}

/** How a member joins a room. */
export interface JoinOptions {
  readonly joinHistory: JoinHistory;
  /** Whether the room has no past if the member creates it. */
  readonly isFresh?: boolean;
  /** The room as the registry knows it; `undefined` on a single node. */
  readonly state?: RoomState | undefined;
  /** Of the request, if it was one. */
  readonly ref?: Ref | undefined;
}

/** A member that left a room or was removed from it. */
export interface Removal {
  readonly member: Member;
  readonly room: Room;
  readonly cause: Cause | undefined;
  /** The session or identity that needs no announcement. */
  readonly except: string;
}
