import type { Rate, ServerLimits } from "../../protocol/limits.ts";
import type { Hello } from "../../protocol/messages/client_messages.ts";
import { badRoom } from "../../protocol/messages/name_problem.ts";
import { helloRooms } from "./hello_rooms.ts";
import type { Member } from "./member.ts";
import type { JoinOptions, RoomState } from "./room_state.ts";
import type { Rooms } from "./rooms.ts";
import type { Roster } from "./roster.ts";
import { welcome } from "./welcome.ts";
import type { Refusal } from "../net/refusal.ts";

/** The part of the hub that {@linkcode enter} needs. */
export interface EnterHost {
  /** Name and version of the server, as in `chat/0.1.0`. */
  readonly server: string;
  /** Address of the web page, if other machines can open one. */
  readonly web: string | undefined;
  readonly limits: ServerLimits;
  readonly rate: Rate;
  readonly roster: Roster;
  readonly rooms: Rooms;
  /** Sends a member an error. */
  refuse(member: Member, refusal: Refusal): void;
  /** Starts sending a signed-in member the private messages to its account. */
  openInbox(member: Member): void;
}

/** Options of {@linkcode enter}. */
export interface EnterOptions {
  /** Identifies the client when it reconnects. */
  readonly token: string;
  /** Keys of the rooms that have no past if the member creates them. */
  readonly freshRooms: ReadonlySet<string>;
  /** State of the rooms over all nodes, by key; `undefined` on a single node. */
  readonly roomStates?: ReadonlyMap<string, RoomState> | undefined;
}

/**
 * Completes the sign-in of a member whose name is reserved: answers its `hello`, joins the rooms that it names or resumes,
 * and opens its inbox. A room that cannot be joined costs the member that room only.
 */
export function enter(host: EnterHost, member: Member, hello: Hello, options: EnterOptions): void {
  const { limits, rate, server, roster, rooms } = host;
  const { token, roomStates, freshRooms } = options;
  roster.add(member);
  const joins = [...helloRooms(hello)].map(([key, { name, after }]) => {
    const joinHistory = after === undefined ? "live" : { after } as const;
    const join: JoinOptions = {
      joinHistory,
      isFresh: freshRooms.has(key),
      state: roomStates?.get(key),
    };
    return { name, join };
  });
  const first = joins.find(({ name, join }) => rooms.refuse(member, name, join) === undefined);
  const room = first && rooms.nameOf(first.name, first.join);
  member.send(
    welcome(member, { room, token, limits, rate, server, web: host.web, ref: hello.ref }),
  );
  for (const room of hello.gone ?? []) tellGone(host, member, room);
  for (const { name, join } of joins) {
    const isIn = rooms.join(member, name, join) !== undefined;
    // After a resume, `join` tells it.
    if (isIn || hello.rooms === undefined || typeof join.joinHistory === "object") continue;
    member.send({ type: "left", room: name, name: member.name });
  }
  host.openInbox(member);
}

/** Notifies a client that the name of a room is not valid. */
function tellGone(host: EnterHost, member: Member, room: string): void {
  host.refuse(member, badRoom(room, host.limits.room));
  member.send({ type: "left", room, name: member.name });
}
