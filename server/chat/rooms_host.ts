import type { ServerLimits } from "../../protocol/limits.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { Bus } from "../bus/bus.ts";
import type { WorkQueue } from "../collections/work_queue.ts";
import type { Store } from "../store/store.ts";
import type { HubObserver } from "./hub_observer.ts";
import type { Member } from "./member.ts";
import type { Access } from "./moderation/access.ts";
import type { Room } from "./room.ts";
import type { Removal } from "./room_state.ts";
import type { Roster } from "./roster.ts";
import type { Refusal } from "../net/refusal.ts";

/** The part of the hub that rooms need. */
export interface RoomsHost {
  readonly store: Store;
  readonly bus: Bus;
  readonly limits: ServerLimits;
  /** Maximum bytes per message of an answer. */
  readonly answerBytes: number;
  /** Reads history from the store. */
  readonly reading: WorkQueue;
  readonly roster: Roster;
  readonly access: Access;
  readonly observer: HubObserver;
  readonly presence: {
    /** Notes that a member left a room, and announces it there. */
    leaveRoom(removal: Removal): void;
  };
  readonly moderation: {
    readonly keeper: {
      /** Gives a new room to the member that creates it, before the member is in it. */
      claim(room: Room, member: Member): void;
      /** Notes that a member joined. */
      join(room: Room, member: Member): void;
    };
  };
  /** Sends a member an error. */
  refuse(member: Member, refusal: Refusal, ref?: Ref): void;
}
