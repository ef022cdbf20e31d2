import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Hello } from "../../protocol/messages/client_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { andThen } from "./and_then.ts";
import { Directory } from "./directory.ts";
import { freshRooms } from "./fresh_rooms.ts";
import { isFresh } from "./is_fresh.ts";
import type { Member } from "./member.ts";
import type { NameChange } from "./member_names.ts";
import type {
  AwayChange,
  Presence,
  PresenceHost,
  RoomReservation,
  SignInReservation,
} from "./presence.ts";
import type { JoinHistory, Removal } from "./room_state.ts";
import { awayOf } from "./session_status.ts";

/** Reservation in a room that is open or has a past. */
const KNOWN_ROOM: RoomReservation = { isFresh: false, settle() {} };

/** Reservation in a room without a past. */
const FRESH_ROOM: RoomReservation = { isFresh: true, settle() {} };

/** Presence of a single node: the hub knows every session, so only the store takes time. */
export class LocalPresence implements Presence {
  readonly directory: Directory;
  readonly checks = {};
  readonly #host: PresenceHost;

  constructor(host: PresenceHost) {
    this.#host = host;
    this.directory = new Directory(host);
  }

  admit(member: Member, hello: Hello): Promise<SignInReservation> | SignInReservation {
    const { names, rooms } = this.#host;
    const { name, account } = member;
    return andThen(
      this.#freeNames(member, name, account),
      (freeNames) =>
        // Last, because a room may get a past while something else is awaited.
        andThen(
          freshRooms(this.#host, hello, (key) => rooms.get(key) === undefined),
          (freshRooms) => ({
            freshRooms,
            takeName: () => names.makeAvailable(member, name, account, freeNames),
            settle() {},
          }),
        ),
    );
  }

  reserveRoom(
    member: Member,
    name: string,
    joinHistory: JoinHistory,
  ): Promise<RoomReservation> | RoomReservation {
    const { rooms, access, limits } = this.#host;
    const key = nameKey(name);
    const isKnown = rooms.get(key) !== undefined || !access.isUntouched(key);
    // A resume creates no room.
    if (typeof joinHistory === "object" || isKnown || member.rooms.size >= limits.rooms) {
      return KNOWN_ROOM;
    }
    return isFresh(this.#host, key).then((isFresh) => isFresh ? FRESH_ROOM : KNOWN_ROOM);
  }

  changeName(
    member: Member,
    change: NameChange,
  ): Promise<ErrorCode | undefined> | ErrorCode | undefined {
    const { names, roster } = this.#host;
    const { name, account } = change;
    return andThen(this.#freeNames(member, name, account), (freeNames) => {
      if (!roster.has(member)) return undefined;
      const refusal = names.makeAvailable(member, name, account, freeNames);
      if (refusal === undefined) names.applyNameChange(member, change);
      return refusal;
    });
  }

  confirmAccount(): void {}

  setAway(member: Member, away: string | undefined): AwayChange {
    const { roster, rooms } = this.#host;
    const sessions = roster.sessions(member.identity);
    const before = awayOf(sessions);
    member.away = away;
    const after = awayOf(sessions);
    // A return is always announced: others may know of an absence from before a reconnect.
    const isNews = before !== after || away === undefined;
    return { away: after, rooms: isNews ? rooms.announcedTo(sessions) : [] };
  }

  leaveRoom(removal: Removal): void {
    this.#host.rooms.announceLeft(removal);
  }

  releaseName(): void {}

  leave(): void {}

  settled(): void {}

  applyPendingEvents(): void {}

  /** Finds names for the guests that lose theirs to an account. */
  #freeNames(
    member: Member,
    name: string,
    account: string | undefined,
  ): Promise<readonly string[]> | readonly string[] {
    return account === undefined ? [] : this.#host.names.namesForDisplaced(member, name);
  }
}
