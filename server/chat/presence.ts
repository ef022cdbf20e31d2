import type { ServerLimits } from "../../protocol/limits.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Hello } from "../../protocol/messages/messages.ts";
import type { Bus } from "../bus/bus.ts";
import type { Directory, DirectoryOptions } from "./directory.ts";
import type { Member } from "./member.ts";
import type { MemberNames, NameChange } from "./member_names.ts";
import type { MessagePipeline } from "./message_pipeline.ts";
import type { JoinHistory, Removal, RoomState } from "./room_state.ts";

/** The part of the hub that a {@linkcode Presence} needs. */
export interface PresenceHost extends DirectoryOptions {
  readonly bus: Bus;
  readonly limits: ServerLimits;
  readonly names: MemberNames;
  readonly pipeline: MessagePipeline;
}

/** What a presence holds for a member until the hub lets the member enter. The hub MUST settle it in the same synchronous code. */
export interface Reservation {
  /**
   * Ends the reservation.
   *
   * @param isIn Whether the member entered; otherwise everything that was reserved is given up.
   */
  settle(isIn: boolean): void;
}

/** Name of a member that signs in, and its places in the rooms that it comes back to. */
export interface Admission extends Reservation {
  /** The rooms as all nodes know them, by their keys; left out on a single node. */
  readonly roomStates?: ReadonlyMap<string, RoomState>;
  /**
   * Takes the name: sessions of this node that must yield it end, or get another name.
   *
   * @returns Why it cannot be taken, for example because another session took it meanwhile; `undefined` if it can.
   */
  takeName(): ErrorCode | undefined;
}

/** A member's place in a room. */
export interface RoomReservation extends Reservation {
  /** Whether the room has no past if the member creates it. */
  readonly isFresh: boolean;
  /** The room as all nodes know it; `undefined` on a single node, and if the member will not enter. */
  readonly state?: RoomState | undefined;
}

/**
 * Who is connected, under which name and in which rooms: what the hub must agree on with others before it changes its own
 * state.
 *
 * The hub asks for a reservation, awaits it, then lets the member enter in synchronous code. An implementation that needs
 * nothing from elsewhere SHOULD return a plain value instead of a promise: the hub then goes on at once.
 */
export interface Presence {
  /** Lists rooms and finds sessions. */
  readonly directory: Directory;
  /** What must work beside the store, by name; each check rejects if it does not. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;

  /**
   * Reserves the name of a member that signs in, and its places in the rooms that `hello` resumes.
   *
   * @throws {StoreError} If it cannot be known whether the member may have the name.
   */
  admit(member: Member, hello: Hello): Promise<Admission> | Admission;

  /**
   * Reserves a place in a room.
   *
   * @throws {StoreError} If the room's state or past cannot be known.
   */
  reserveRoom(
    member: Member,
    name: string,
    joinHistory: JoinHistory,
  ): Promise<RoomReservation> | RoomReservation;

  /**
   * Takes another name or account for a member, and applies the change.
   *
   * @returns Why not; `undefined` if it worked, or if the member left meanwhile.
   * @throws {StoreError} If it cannot be known whether the member may have the name.
   */
  changeName(
    member: Member,
    change: Omit<NameChange, "presences">,
  ): Promise<ErrorCode | undefined> | ErrorCode | undefined;

  /** Notes that the revision of a member's account changed. */
  confirmAccount(member: Member): Promise<unknown> | void;

  /** Notes that a member left a room of this node, and announces it there. */
  leaveRoom(removal: Removal): void;

  /** Releases the name of a member that is about to get its `bye`: the client may rely on it. */
  releaseName(member: Member): Promise<void> | void;

  /** Notes that a member left the hub, after its rooms. */
  leave(member: Member): void;

  /** Waits until all nodes see who left, or an attempt to tell them failed. */
  settled(): Promise<void> | void;

  /**
   * Applies what other nodes decided about members of this one.
   *
   * @throws {StoreError} If it cannot be read.
   */
  applyPendingEvents(): Promise<void> | void;
}
