import { CURRENT_ROOM } from "../../protocol/commands/command_entry.ts";
import type { PresenceEvent } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import type { Refusal } from "../net/refusal.ts";
import { Backlog } from "./backlog.ts";
import { catchUp, catchUpAtOnce } from "./catch_up.ts";
import type { Member } from "./member.ts";
import { withRef } from "./ref.ts";
import type { Room } from "./room.ts";
import { RoomIndex } from "./room_index.ts";
import type { Cause, JoinOptions, Removal, RoomPresence } from "./room_state.ts";
import type { RoomsHost } from "./rooms_host.ts";
import { awayOf } from "./session_status.ts";
import { SharedPages } from "./shared_pages.ts";

/** The open rooms of this node, and joins and leaves. */
export class Rooms {
  readonly #host: RoomsHost;
  readonly #announceLimit: number;
  readonly #rooms = new RoomIndex();
  readonly #pages = new SharedPages();
  #closed = 0;
  #isClosing = false;

  /**
   * @param host The hub.
   * @param announceLimit Size of the largest room in which joins and leaves are announced.
   */
  constructor(host: RoomsHost, announceLimit: number) {
    this.#host = host;
    this.#announceLimit = announceLimit;
  }

  /** Number of rooms. */
  get size(): number {
    return this.#rooms.size;
  }

  /** Number of rooms that have closed since the start. */
  get closed(): number {
    return this.#closed;
  }

  /** Yields the lobby, then the others by name, as {@linkcode RoomIndex} does. */
  [Symbol.iterator](): Iterator<Room> {
    return this.#rooms[Symbol.iterator]();
  }

  find(name: string): Room | undefined {
    return this.#rooms.get(nameKey(name));
  }

  get(key: string): Room | undefined {
    return this.#rooms.get(key);
  }

  joined(member: Member): Room[] {
    return [...member.rooms.keys()].map((key) => this.#rooms.get(key)!);
  }

  /** Finds the room that a member named and is in; otherwise sends an error. */
  of(member: Member, name: string, ref?: Ref): Room | undefined {
    const joined = name === CURRENT_ROOM
      ? member.rooms.values().next().value
      : member.rooms.get(name) ?? member.rooms.get(nameKey(name));
    const room = joined && this.#rooms.get(joined.key);
    if (room === undefined) this.#host.refuse(member, { code: "not_in_room", room: name }, ref);
    return room;
  }

  /**
   * Adds a member to a room, or sends an error. If the member resumes, a `left` names the room.
   *
   * @returns The room, if the member is in it.
   */
  join(member: Member, name: string, options: JoinOptions): Room | undefined {
    const room = this.#join(member, name, options);
    if (room === undefined && typeof options.joinHistory === "object") {
      member.send({ type: "left", room: name, name: member.name });
    }
    return room;
  }

  /** Returns why a member may not join a room, or `undefined`. */
  refuse(member: Member, name: string, options: JoinOptions): Refusal | undefined {
    const key = nameKey(name);
    if (member.rooms.has(key)) return undefined;
    const { access, limits: { rooms } } = this.#host;
    const { size } = member.rooms;
    if (size >= rooms) return { code: "too_many", cause: "rooms", limit: rooms };
    const refusal = access.refuseEntry(member, name, this.#isNew(key, options));
    if (refusal || this.#rooms.get(key)) return refusal;
    const isTooSimilar = options.state
      ? options.state.name === undefined
      // A room with rules may open beside a similar name; otherwise opening that one would lock its members out.
      : access.isUntouched(key) && this.#rooms.hasSimilar(name);
    return isTooSimilar ? { code: "bad_room", cause: "similar", room: name } : undefined;
  }

  /** Returns how a room is spelled, or would be if it opened. */
  nameOf(name: string, { state }: JoinOptions): string {
    return this.find(name)?.name ?? state?.name ?? this.#host.access.roomName(name);
  }

  /** Returns whether a join creates a room that has no past. */
  #isNew(key: string, { isFresh = false, state }: JoinOptions): boolean {
    return isFresh && (state !== undefined || this.#rooms.get(key) === undefined);
  }

  #join(
    member: Member,
    name: string,
    options: JoinOptions,
  ): Room | undefined {
    const { joinHistory, state, ref } = options;
    const refusal = this.refuse(member, name, options);
    if (refusal) {
      this.#host.refuse(member, refusal, ref);
      return undefined;
    }
    const key = nameKey(name);
    const isIn = member.rooms.has(key);
    const { access } = this.#host;
    // Of two concurrent joins through one node, the first in the registry may be the second here.
    const isNew = this.#isNew(key, options);
    const isMade = this.#rooms.get(key) === undefined;
    const room = this.#rooms.get(key) ?? this.#rooms.add(this.nameOf(name, options));
    if (isNew) this.#host.moderation.keeper.claim(room, member);
    const event = { type: "joined", room: room.name, name: member.name } as const;
    member.send({ ...event, ...withRef(ref) });
    if (isIn) return room;
    const topic = access.topic(room);
    if (topic) member.send(topic);
    room.add(member);
    this.#host.moderation.keeper.join(room, member);
    const { isElsewhere, members } = state ?? this.#presenceOf(member, room);
    if (!isElsewhere) {
      this.#announce(event, member.session, members);
      this.#announceAway(member, room, members);
    }
    if (joinHistory === "empty" && isMade) {
      member.send({ type: "history", room: room.name, messages: [], more: false });
    } else if (joinHistory !== "live") {
      this.#catchUp(room, member, typeof joinHistory === "object" ? joinHistory.after : undefined);
    }
    return room;
  }

  /** Joins a room, and leaves the others if that succeeded. */
  move(member: Member, name: string, options: JoinOptions): Room | undefined {
    const before = this.joined(member);
    const room = this.join(member, name, options);
    if (room === undefined) return undefined;
    for (const other of before) if (other !== room) this.remove(member, other);
    return room;
  }

  leave(member: Member, name: string, ref?: Ref): void {
    const room = this.of(member, name, ref);
    if (room === undefined) return;
    this.remove(member, room);
    member.send({ type: "left", room: room.name, name: member.name, ...withRef(ref) });
  }

  /**
   * Removes a member from a room and tells the member why.
   *
   * @param member The member.
   * @param room The room.
   * @param cause Who removed the member, and why.
   * @param except The session that has the event already.
   */
  removeAndTell(member: Member, room: Room, cause: Cause, except: string): void {
    this.remove(member, room, cause, except);
    member.send({ type: "left", room: room.name, name: member.name, ...cause });
  }

  /** Removes a member from a room, and closes the room after its last member. */
  remove(member: Member, room: Room, cause?: Cause, except = member.session): void {
    room.remove(member);
    this.#host.presence.leaveRoom({ member, room, cause, except });
    if (room.size > 0 || room.key === LOBBY) return;
    this.#rooms.delete(room);
    this.#closed++;
  }

  /** Announces that a member left a room, if no other session of the user is there. */
  announceLeft({ member, room, cause, except }: Removal): void {
    const { isElsewhere, members } = this.#presenceOf(member, room);
    if (isElsewhere) return;
    this.#announce(
      { type: "left", room: room.name, name: member.name, ...cause },
      except,
      members,
    );
  }

  /** Removes a member from all rooms. */
  removeFromAll(member: Member): void {
    for (const room of this.joined(member)) this.remove(member, room);
  }

  /**
   * Changes a member's name or account, and notifies the members of its rooms, once each.
   *
   * @param member The member.
   * @param change Changes the name, the account or both.
   * @param presences Presence before and after, by room key, in a cluster.
   */
  rename(
    member: Member,
    change: () => void,
    presences: readonly ReadonlyMap<string, RoomPresence>[] = [],
  ): void {
    const from = member.name;
    const rooms = this.joined(member);
    const presencesAt = (index: number) =>
      rooms.map((room) => presences[index]?.get(room.key) ?? this.#presenceOf(member, room));
    const before = presencesAt(0);
    for (const room of rooms) room.uncount(member);
    change();
    for (const room of rooms) room.count(member);
    const after = presencesAt(1);
    const { name, identity } = member;
    const renamed: string[] = [];
    for (const [index, { name: room, key }] of rooms.entries()) {
      const { members, isElsewhere } = after[index]!;
      // While another session has the name, the user is still present for others.
      if (before[index]!.isElsewhere) {
        if (!isElsewhere) this.#announce({ type: "joined", room, name }, identity, members);
      } else if (isElsewhere) {
        this.#announce({ type: "left", room, name: from }, identity, members);
      } else if (this.#isAnnounced(members)) renamed.push(key);
    }
    if (renamed.length === 0) return;
    const event = { type: "renamed", from, name } as const;
    this.#host.bus.announce({ event, rooms: renamed, except: identity });
  }

  /** Returns the keys of the rooms of some sessions in which joins and leaves are announced. */
  announcedTo(sessions: readonly Member[]): readonly string[] {
    const rooms = new Set(sessions.flatMap((member) => this.joined(member)));
    return [...rooms].filter(({ size }) => this.#isAnnounced(size)).map(({ key }) => key);
  }

  /** Announces in a room that a member is present of whom other members were told that it left. */
  tellJoined(member: Member, key: string, { isElsewhere, members }: RoomPresence): void {
    const room = this.#rooms.get(key);
    if (room === undefined || isElsewhere) return;
    this.#announce({ type: "joined", room: room.name, name: member.name }, member.session, members);
  }

  /** Frees memory that is not used any more. Call it periodically. */
  tick(): void {
    this.#pages.tick();
  }

  /** Stops announcing leaves, as all members leave. */
  close(): void {
    this.#isClosing = true;
  }

  #catchUp(room: Room, member: Member, after: number | undefined): void {
    const { store, bus, answerBytes, reading, observer } = this.#host;
    const host = { store, bus, answerBytes, pages: this.#pages };
    if (catchUpAtOnce(host, room, member, after)) return;
    const joinId = room.detach(member);
    member.backlog ??= new Backlog(member, reading, observer);
    member.backlog.add(() => catchUp(host, room, member, { joinId, after }));
  }

  /** Tells a room that a member who joined it is away. */
  #announceAway(member: Member, { key }: Room, members: number): void {
    if (member.away === undefined || !this.#isAnnounced(members)) return;
    const text = awayOf(this.#host.roster.sessions(member.identity));
    if (text === undefined) return;
    const event = { type: "away", name: member.name, text } as const;
    this.#host.bus.announce({ event, rooms: [key], except: member.session });
  }

  #announce(event: PresenceEvent, except: string, members: number): void {
    if (!this.#isAnnounced(members)) return;
    this.#host.bus.announce({ event, rooms: [nameKey(event.room)], except });
  }

  #isAnnounced(members: number): boolean {
    return !this.#isClosing && members > 0 && members <= this.#announceLimit;
  }

  #presenceOf(member: Member, room: Room): RoomPresence {
    const sessions = this.#host.roster.sessions(member.identity);
    const isElsewhere = sessions.some((other) => other !== member && room.has(other));
    return { members: room.size, isElsewhere };
  }
}
