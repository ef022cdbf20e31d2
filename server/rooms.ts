import type { ServerLimits } from "../protocol/limits.ts";
import { HERE } from "../protocol/commands.ts";
import type { Presence, Ref } from "../protocol/messages.ts";
import { LOBBY, nameKey } from "../protocol/names.ts";
import type { Bus } from "./bus/bus.ts";
import { catchUp } from "./catch_up.ts";
import { LookAlikes } from "./look_alikes.ts";
import type { Member, Refuse } from "./member.ts";
import type { Access } from "./moderation/access.ts";
import { withRef } from "./ref.ts";
import { Room } from "./room.ts";
import type { Roster } from "./roster.ts";
import type { Store } from "./store/store.ts";

/** What {@linkcode Rooms} are made of. */
export interface RoomsOptions {
  readonly store: Store;
  /** What tells comings and goings to those who are in a room. */
  readonly bus: Bus;
  readonly roster: Roster;
  readonly limits: ServerLimits;
  /** Largest room in which comings and goings are told to everyone. */
  readonly announceLimit: number;
  /** Says who may come in. */
  readonly access: Access;
  /** Called when somebody made a room, before they are in it. */
  readonly onMade: (room: Room, member: Member) => void;
  readonly refuse: Refuse;
  /** Called when the store failed. */
  readonly onStoreError: (error: unknown) => void;
}

/** How somebody comes into a room: with what was said after an id, with the latest, or with nothing of what was. */
export type Arrival = { readonly after: number } | "latest" | "live";

/** Who put somebody out of a room, and why. */
export type Cause = Required<Pick<Presence, "by">> & Pick<Presence, "reason">;

/** The rooms there are, and the comings and goings in them. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Room>();
  readonly #looks = new LookAlikes<Room>();
  #isClosing = false;

  constructor(options: RoomsOptions) {
    this.#options = options;
    this.#add(LOBBY);
  }

  /** How many there are. */
  get size(): number {
    return this.#rooms.size;
  }

  /** All of them, the one everybody begins in first, the others by name. */
  get all(): Room[] {
    const [lobby, ...others] = this.#rooms.values();
    return [lobby!, ...others.sort((one, other) => one.key < other.key ? -1 : 1)];
  }

  /** Finds a room by its name, whoever is in it. */
  find(name: string): Room | undefined {
    return this.#rooms.get(nameKey(name));
  }

  /** Finds a room by its key. */
  get(key: string): Room | undefined {
    return this.#rooms.get(key);
  }

  /** Finds the room that a member named and is in, or says why there is none. */
  of(member: Member, name: string, ref?: Ref): Room | undefined {
    const room = name === HERE
      ? member.rooms.values().next().value
      : member.rooms.get(name) ?? member.rooms.get(nameKey(name));
    if (room === undefined) this.#options.refuse(member, "not_in_room", name, ref);
    return room;
  }

  join(member: Member, name: string, arrival: Arrival, ref?: Ref): Room | undefined {
    const key = nameKey(name);
    const isIn = member.rooms.has(key);
    const { rooms } = this.#options.limits;
    if (!isIn && member.rooms.size >= rooms) {
      this.#options.refuse(member, "too_many", `${member.rooms.size} ≥ ${rooms}`, ref);
      return undefined;
    }
    let room = this.#rooms.get(key);
    const { access } = this.#options;
    const refusal = isIn ? undefined : access.refuseEntry(member, name, room === undefined);
    if (refusal) {
      this.#options.refuse(member, refusal.code, refusal.value, ref);
      return undefined;
    }
    if (room === undefined && this.#looks.find(name).length > 0) {
      this.#options.refuse(member, "bad_room", name, ref);
      return undefined;
    }
    if (room === undefined) {
      room = this.#add(access.roomName(name));
      this.#options.onMade(room, member);
    }
    const event = { type: "joined", room: room.name, name: member.name } as const;
    member.send({ ...event, ...withRef(ref) });
    if (isIn) return room;
    const topic = access.topic(room);
    if (topic) member.send(topic);
    const coming = room.add(member);
    if (!this.#isElsewhere(member, room)) this.#announce(room, event, member.session);
    if (arrival === "live") room.attach(member, 0);
    else this.#catchUp(room, member, coming, arrival === "latest" ? undefined : arrival.after);
    return room;
  }

  /** Comes back into a room; where that is refused, the client is told so in a way that it can tell which room it is. */
  resume(member: Member, name: string, after: number): void {
    if (this.join(member, name, { after })) return;
    member.send({ type: "left", room: name, name: member.name });
  }

  /** Goes to a room, and leaves the others if that was allowed. */
  move(member: Member, name: string, arrival: Arrival, ref?: Ref): void {
    const before = [...member.rooms.values()];
    const room = this.join(member, name, arrival, ref);
    if (room === undefined) return;
    for (const other of before) if (other !== room) this.#remove(member, other);
  }

  leave(member: Member, name: string, ref?: Ref): void {
    const room = this.of(member, name, ref);
    if (room === undefined) return;
    this.#remove(member, room);
    member.send({ type: "left", room: room.name, name: member.name, ...withRef(ref) });
  }

  /**
   * Puts somebody out of a room.
   *
   * @param member Who.
   * @param room The room.
   * @param cause Who did it, and why.
   * @param except The session that knows already.
   */
  putOut(member: Member, room: Room, cause: Cause, except: string): void {
    this.#remove(member, room, cause, except);
    member.send({ type: "left", room: room.name, name: member.name, ...cause });
  }

  /** Takes somebody out of every room. */
  exit(member: Member): void {
    for (const room of [...member.rooms.values()]) this.#remove(member, room);
  }

  /**
   * Lets somebody change who they are, and tells it in their rooms, once to each.
   *
   * @param member Who.
   * @param change Changes the name, the account or both.
   */
  rename(member: Member, change: () => void): void {
    const from = member.name;
    const rooms = [...member.rooms.values()];
    const stays = new Set(rooms.filter((room) => this.#isElsewhere(member, room)));
    change();
    const { name, identity } = member;
    const renamed: string[] = [];
    for (const room of rooms) {
      const wasThere = this.#isElsewhere(member, room);
      // A name that somebody else still has, or has already, stays one person to the others.
      if (stays.has(room)) {
        if (!wasThere) this.#announce(room, { type: "joined", room: room.name, name }, identity);
      } else if (wasThere) {
        this.#announce(room, { type: "left", room: room.name, name: from }, identity);
      } else if (this.#isAnnounced(room)) renamed.push(room.key);
    }
    if (renamed.length === 0) return;
    const event = { type: "renamed", from, name } as const;
    this.#options.bus.announce({ event, rooms: renamed, except: identity });
  }

  /** Tells nobody any more that others go, when everybody does. */
  close(): void {
    this.#isClosing = true;
  }

  #catchUp(room: Room, member: Member, coming: symbol, after: number | undefined): void {
    const { store, limits, onStoreError } = this.#options;
    catchUp(store, room, member, { coming, after, maxFrame: limits.frame }).catch((error) => {
      onStoreError(error);
      // To go on without what was missed would leave a gap; who comes again may find the store in order.
      member.exit.end("busy");
    });
  }

  #remove(member: Member, room: Room, cause?: Cause, except = member.session): void {
    room.remove(member);
    if (!this.#isElsewhere(member, room)) {
      const event = { type: "left", room: room.name, name: member.name, ...cause } as const;
      this.#announce(room, event, except);
    }
    if (room.members.size > 0 || room.key === LOBBY) return;
    this.#rooms.delete(room.key);
    this.#looks.delete(room.name, room);
  }

  #add(name: string): Room {
    const room = new Room(name);
    this.#rooms.set(room.key, room);
    this.#looks.add(name, room);
    return room;
  }

  #announce(room: Room, event: Presence, except: string): void {
    if (this.#isAnnounced(room)) this.#options.bus.announce({ event, rooms: [room.key], except });
  }

  #isAnnounced(room: Room): boolean {
    return !this.#isClosing && room.members.size <= this.#options.announceLimit;
  }

  /** Whether another session of the same person is in a room. */
  #isElsewhere(member: Member, room: Room): boolean {
    return this.#options.roster.sessions(member.identity)
      .some((other) => other !== member && room.members.has(other));
  }
}
