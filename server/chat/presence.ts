import type { ServerLimits } from "../../protocol/limits.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Hello } from "../../protocol/messages/client_messages.ts";
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

/** A reservation for a member until the hub lets it enter. The hub MUST settle it in the same synchronous code. */
export interface Reservation {
  /**
   * Ends the reservation.
   *
   * @param isIn Whether the member entered; otherwise everything reserved is released.
   */
  settle(isIn: boolean): void;
}

/** Reservation of the name of a member that signs in, and of its places in the rooms that it enters. */
export interface SignInReservation extends Reservation {
  /** State of the rooms over all nodes, by key; absent on a single node. */
  readonly roomStates?: ReadonlyMap<string, RoomState>;
  /** Keys of the rooms that have no past if the member creates them. */
  readonly freshRooms: ReadonlySet<string>;
  /**
   * Takes the name: sessions of this node that must yield it end or are renamed.
   *
   * @returns Why it cannot be taken, for example because another session took it meanwhile; `undefined` if it was taken.
   */
  takeName(): ErrorCode | undefined;
}

/** Reservation of a member's place in a room. */
export interface RoomReservation extends Reservation {
  /** Whether the room has no past if the member creates it. */
  readonly isFresh: boolean;
  /** State of the room over all nodes; `undefined` on a single node, and if the member will not enter. */
  readonly state?: RoomState | undefined;
}

/** What others learn when a session of a user is away or back. */
export interface AwayChange {
  /** What the user says about being away; `undefined` if any session of the user is not away. */
  readonly away: string | undefined;
  /** Keys of the rooms in which it is announced; none if others know it already. */
  readonly rooms: readonly string[];
}

/**
 * Sessions with their names and rooms: what the hub must agree on with other nodes before it changes its own state.
 *
 * The hub requests a reservation, awaits it, then lets the member enter in synchronous code. An implementation that
 * needs no other node SHOULD return a plain value instead of a promise, so that the hub continues at once.
 */
export interface Presence {
  /** Lists rooms and finds sessions. */
  readonly directory: Directory;
  /** Health checks in addition to the store's, by name; each rejects if it fails. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;

  /**
   * Reserves the name of a member that signs in, and its places in the rooms that `hello` enters.
   *
   * @throws {StoreError} If the store cannot be read.
   */
  admit(member: Member, hello: Hello): Promise<SignInReservation> | SignInReservation;

  /**
   * Reserves a place in a room.
   *
   * @throws {StoreError} If the state or the past of the room cannot be read.
   */
  reserveRoom(
    member: Member,
    name: string,
    joinHistory: JoinHistory,
  ): Promise<RoomReservation> | RoomReservation;

  /**
   * Takes another name or account for a member, and applies the change.
   *
   * @returns Why that failed; `undefined` if it succeeded, or if the member left meanwhile.
   * @throws {StoreError} If the store cannot be read.
   */
  changeName(
    member: Member,
    change: Omit<NameChange, "presences">,
  ): Promise<ErrorCode | undefined> | ErrorCode | undefined;

  /** Notes that the revision of a member's account changed. */
  confirmAccount(member: Member): Promise<unknown> | void;

  /**
   * Notes that the user of a session is away, or back.
   *
   * @param member The session.
   * @param away What the user says about it; `undefined` if back.
   * @returns What others learn of it.
   * @throws {StoreError} If the store cannot be changed.
   */
  setAway(member: Member, away: string | undefined): Promise<AwayChange> | AwayChange;

  /** Notes that a member left a room of this node, and announces it there. */
  leaveRoom(removal: Removal): void;

  /**
   * Releases the name of a member that is about to get its `bye`, after which the client may rely on the name being
   * free.
   */
  releaseName(member: Member): Promise<void> | void;

  /** Notes that a member left the hub, after its rooms. */
  leave(member: Member): void;

  /** Waits until all nodes know which members left, or the attempt to publish that failed. */
  settled(): Promise<void> | void;

  /**
   * Applies decisions of other nodes about members of this one.
   *
   * @throws {StoreError} If they cannot be read.
   */
  applyPendingEvents(): Promise<void> | void;
}
