import type { Rate, ServerLimits } from "../../protocol/limits.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Hello } from "../../protocol/messages/client_messages.ts";
import { LOBBY } from "../../protocol/text/names.ts";
import { quote } from "../../protocol/text/quote.ts";
import type { Member } from "./member.ts";
import { resumePoints } from "./resume_points.ts";
import type { RoomState } from "./room_state.ts";
import type { Rooms } from "./rooms.ts";
import type { Roster } from "./roster.ts";
import { welcome } from "./welcome.ts";

/** The part of the hub that {@linkcode enter} needs. */
export interface EnterHost {
  /** Name and version of the server, as in `chat/0.1.0`. */
  readonly server: string;
  readonly limits: ServerLimits;
  readonly rate: Rate;
  readonly roster: Roster;
  readonly rooms: Rooms;
  /** Sends a member an error. */
  refuse(member: Member, code: ErrorCode, value: string): void;
  /** Starts sending a signed-in member the private messages to its account. */
  openInbox(member: Member): void;
}

/** Options of {@linkcode enter}. */
export interface EnterOptions {
  /** Identifies the client when it reconnects. */
  readonly token: string;
  /** State of the rooms over all nodes, by key; `undefined` on a single node. */
  readonly roomStates?: ReadonlyMap<string, RoomState> | undefined;
}

/**
 * Completes the sign-in of a member whose name is reserved: answers its `hello`, joins the lobby and the rooms to
 * resume, and opens its inbox.
 */
export function enter(host: EnterHost, member: Member, hello: Hello, options: EnterOptions): void {
  const { limits, rate, server, roster, rooms } = host;
  const { token, roomStates } = options;
  roster.add(member);
  member.send(welcome(member, { token, limits, rate, server, ref: hello.ref }));
  for (const room of hello.gone ?? []) tellGone(host, member, room);
  const points = resumePoints(hello);
  const lobby = points.get(LOBBY);
  rooms.join(member, LOBBY, {
    joinHistory: lobby === undefined ? "live" : { after: lobby.id },
    state: roomStates?.get(LOBBY),
  });
  for (const [key, { name, id }] of points) {
    if (key === LOBBY) continue;
    rooms.join(member, name, { joinHistory: { after: id }, state: roomStates?.get(key) });
  }
  host.openInbox(member);
}

/** Notifies a resuming client that a room's name is no longer valid. */
function tellGone(host: EnterHost, member: Member, room: string): void {
  host.refuse(member, "bad_room", quote(room));
  member.send({ type: "left", room, name: member.name });
}
