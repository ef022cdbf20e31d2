import type { Ref } from "../../../protocol/messages/request.ts";
import type { Accounts } from "../../accounts/accounts.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Store } from "../../store/store.ts";
import type { Directory } from "../directory.ts";
import type { HubObserver } from "../hub_observer.ts";
import type { Member } from "../member.ts";
import type { Rooms } from "../rooms.ts";
import type { Roster } from "../roster.ts";
import type { Refusal } from "../../net/refusal.ts";

/** The part of the hub that moderation needs. */
export interface ModerationHost {
  readonly store: Store;
  readonly bus: Pick<Bus, "share">;
  readonly accounts: Accounts;
  readonly roster: Roster;
  readonly rooms: Rooms;
  readonly directory: Directory;
  readonly observer: HubObserver;
  /** Maximum bytes per message of a list. */
  readonly listBytes: number;
  /** Sends a member an error. */
  refuse(member: Member, refusal: Refusal, ref?: Ref): void;
}
