import type { Catalogue } from "../locale/catalogue.ts";
import type { ErrorCode } from "../protocol/error_code.ts";
import { type Limits, MAX_ROOMS } from "../protocol/limits.ts";
import { HERE } from "../protocol/line.ts";
import type { Hello, Ref, ServerMessage } from "../protocol/messages.ts";
import { LOBBY, nameKey } from "../protocol/names.ts";
import { Batch } from "./batch.ts";
import type { Bus, Delivery } from "./bus/bus.ts";
import { catchUp } from "./catch_up.ts";
import { isReserved, LookAlikes } from "./look_alikes.ts";
import type { Member } from "./member.ts";
import { Room } from "./room.ts";
import { directKey, type Draft, parties, type Store } from "./store/store.ts";
import { Talk } from "./talk.ts";

/** What a {@linkcode Hub} is made of. */
export interface HubOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly texts: Catalogue;
  readonly limits: Limits;
  /** Largest room in which comings and goings are told to everyone. */
  readonly announceLimit: number;
  /** What the server calls itself, as in `chat/0.1.0`. */
  readonly server: string;
  /** Called when the store failed. */
  readonly onStoreError: (error: unknown) => void;
}

/** How somebody comes into a room: with what was said after an id, with the latest, or with nothing of what was. */
type Arrival = { readonly after: number } | "latest" | "live";

/** What is to be said, in a room or to somebody. */
interface Words {
  readonly text: string;
  readonly nonce?: string;
  readonly ref?: Ref;
}

/**
 * Who is here, in which rooms, under which names. All of that changes in synchronous code only: whatever a method finds
 * when it begins is still so when it returns.
 */
export class Hub {
  readonly store: Store;
  readonly limits: Limits;
  readonly talk: Talk;
  readonly #options: HubOptions;
  /** By the keys of their names. */
  readonly #members = new Map<string, Member>();
  /** The same by who they are. */
  readonly #people = new Map<string, Set<Member>>();
  readonly #names = new LookAlikes<Member>();
  readonly #rooms = new Map<string, Room>();
  readonly #roomNames = new LookAlikes<Room>();
  #isClosing = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.store = options.store;
    this.limits = options.limits;
    this.talk = new Talk(options.store, options.bus, (said, error) => {
      for (const { member, ref } of said) this.refuse(member, "not_stored", String(error), ref);
      options.onStoreError(error);
    });
    options.bus.listen((delivery) => this.#deliver(delivery));
    this.#addRoom(LOBBY);
  }

  /** The rooms there are, the one everybody begins in first, the others by name. */
  get rooms(): Room[] {
    const [lobby, ...others] = this.#rooms.values();
    return [lobby!, ...others.sort((one, other) => one.key < other.key ? -1 : 1)];
  }

  /** How many sessions have said their name. */
  get size(): number {
    return this.#members.size;
  }

  /**
   * Lets somebody in who said a name.
   *
   * @param member Who, in no room yet.
   * @param hello What was said.
   * @param token What shows later that it is the same person.
   * @returns Why not, or `undefined` if it worked.
   */
  enter(member: Member, hello: Hello, token: string): ErrorCode | undefined {
    const refusal = this.#whyNot(member, member.name);
    if (refusal !== undefined) return refusal;
    this.#members.get(member.key)?.exit.end("replaced");
    this.#members.set(member.key, member);
    this.#names.add(member.name, member);
    const sessions = this.#people.get(member.identity);
    if (sessions) sessions.add(member);
    else this.#people.set(member.identity, new Set([member]));
    member.send({
      type: "welcome",
      name: member.name,
      server: this.#options.server,
      version: 1,
      room: LOBBY,
      limits: this.limits,
      token,
      ...withRef(hello.ref),
    });
    const resume = new Map(
      Object.entries(hello.resume ?? {}).map(([name, id]) => [nameKey(name), { name, id }]),
    );
    const lobby = resume.get(LOBBY);
    this.#join(member, LOBBY, lobby ? { after: lobby.id } : "live");
    for (const [key, { name, id }] of resume) {
      if (key !== LOBBY) this.#join(member, name, { after: id });
    }
    return undefined;
  }

  /** Takes somebody out of every room and lets the name go. */
  exit(member: Member): void {
    if (this.#members.get(member.key) !== member) return;
    this.#members.delete(member.key);
    this.#names.delete(member.name, member);
    const sessions = this.#people.get(member.identity);
    sessions?.delete(member);
    if (sessions?.size === 0) this.#people.delete(member.identity);
    for (const room of [...member.rooms.values()]) this.#remove(member, room);
  }

  join(member: Member, name: string, ref?: Ref): void {
    this.#join(member, name, member.wire.replays ? "latest" : "live", ref);
  }

  /** Goes to a room, and leaves the others if that was allowed. */
  move(member: Member, name: string, ref?: Ref): void {
    const before = [...member.rooms.values()];
    const room = this.#join(member, name, member.wire.replays ? "latest" : "live", ref);
    if (room === undefined) return;
    for (const other of before) if (other !== room) this.#remove(member, other);
  }

  leave(member: Member, name: string, ref?: Ref): void {
    const room = this.inRoom(member, name, ref);
    if (room === undefined) return;
    this.#remove(member, room);
    member.send({ type: "left", room: room.name, name: member.name, ...withRef(ref) });
  }

  say(member: Member, name: string, words: Words): void {
    const room = this.inRoom(member, name, words.ref);
    if (room === undefined) return;
    this.#say(member, "room", room.key, room.name, words);
  }

  direct(member: Member, name: string, words: Words): void {
    const other = this.find(member, name, words.ref);
    if (other === undefined) return;
    this.#say(member, "direct", directKey(member.identity, other.identity), other.name, words);
  }

  rename(member: Member, name: string, ref?: Ref): void {
    const holder = this.#members.get(nameKey(name));
    if (holder && holder !== member) return this.refuse(member, "name_taken", name, ref);
    const refusal = this.#whyNot(member, name);
    if (refusal !== undefined) return this.refuse(member, refusal, name, ref);
    const event = { type: "renamed", from: member.name, name } as const;
    this.#members.delete(member.key);
    this.#names.delete(member.name, member);
    member.name = name;
    this.#members.set(member.key, member);
    this.#names.add(name, member);
    member.send({ ...event, ...withRef(ref) });
    const told = new Set<Member>([member]);
    for (const room of member.rooms.values()) this.#announce(room, event, told);
  }

  /** Finds the room that a member named and is in, or says why there is none. */
  inRoom(member: Member, name: string, ref?: Ref): Room | undefined {
    const room = name === HERE
      ? member.rooms.values().next().value
      : member.rooms.get(name) ?? member.rooms.get(nameKey(name));
    if (room === undefined) this.refuse(member, "not_in_room", name || LOBBY, ref);
    return room;
  }

  /** Finds a room by its name, whoever is in it. */
  findRoom(name: string): Room | undefined {
    return this.#rooms.get(nameKey(name));
  }

  /** Finds the one who goes by a name, or says that there is nobody. */
  find(member: Member, name: string, ref?: Ref): Member | undefined {
    const other = this.#members.get(nameKey(name));
    if (other === undefined) this.refuse(member, "no_such_user", name, ref);
    return other;
  }

  reportStoreError(error: unknown): void {
    this.#options.onStoreError(error);
  }

  refuse(member: Member, code: ErrorCode, value: string, ref?: Ref): void {
    const message = this.#options.texts.errors[code](value);
    member.send({ type: "error", code, message, ...withRef(ref) });
  }

  /** Stores and delivers all that was said, then ends every session. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.talk.settled();
    for (const member of [...this.#members.values()]) member.exit.end("shutting_down");
  }

  #join(member: Member, name: string, arrival: Arrival, ref?: Ref): Room | undefined {
    const key = nameKey(name);
    const isIn = member.rooms.has(key);
    if (!isIn && member.rooms.size >= MAX_ROOMS) {
      this.refuse(member, "too_many", `${member.rooms.size} ≥ ${MAX_ROOMS}`, ref);
      return undefined;
    }
    let room = this.#rooms.get(key);
    if (room === undefined && this.#roomNames.find(name).length > 0) {
      this.refuse(member, "bad_room", name, ref);
      return undefined;
    }
    room ??= this.#addRoom(name);
    const event = { type: "joined", room: room.name, name: member.name } as const;
    member.send({ ...event, ...withRef(ref) });
    if (isIn) return room;
    const coming = room.add(member);
    this.#announce(room, event, new Set([member]));
    if (arrival === "live") room.attach(member, 0);
    else this.#catchUp(room, member, coming, arrival === "latest" ? undefined : arrival.after);
    return room;
  }

  #catchUp(room: Room, member: Member, coming: symbol, after: number | undefined): void {
    const options = { coming, after, maxFrame: this.limits.frame };
    catchUp(this.store, room, member, options).catch((error) => {
      this.#options.onStoreError(error);
      // To go on without what was missed would leave a gap; who comes again may find the store in order.
      member.exit.end("busy");
    });
  }

  #remove(member: Member, room: Room): void {
    room.remove(member);
    this.#announce(room, { type: "left", room: room.name, name: member.name }, new Set([member]));
    if (room.members.size > 0 || room.key === LOBBY) return;
    this.#rooms.delete(room.key);
    this.#roomNames.delete(room.name, room);
  }

  #addRoom(name: string): Room {
    const room = new Room(name);
    this.#rooms.set(room.key, room);
    this.#roomNames.add(name, room);
    return room;
  }

  /** Says why somebody may not go by a name, if it is so. */
  #whyNot(member: Member, name: string): ErrorCode | undefined {
    if (isReserved(name)) return "bad_name";
    const isTaken = this.#names.find(name).some(({ identity }) => identity !== member.identity);
    return isTaken ? "name_taken" : undefined;
  }

  #announce(room: Room, event: ServerMessage, told: Set<Member>): void {
    // When everybody goes, nobody needs to hear that the others do.
    if (this.#isClosing || room.members.size > this.#options.announceLimit) return;
    room.announce(event, told);
  }

  #say(
    member: Member,
    kind: Delivery["kind"],
    conversation: string,
    to: string,
    { text, nonce, ref }: Words,
  ): void {
    const draft: Draft = {
      conversation,
      to,
      from: member.name,
      text,
      at: Date.now(),
      person: member.key,
      ...(nonce !== undefined && { nonce }),
    };
    this.talk.add({ kind, draft, member, ref });
  }

  #deliver(delivery: Delivery): void {
    if (delivery.kind === "room") {
      const room = this.#rooms.get(delivery.conversation);
      room?.deliver(new Batch(delivery.messages, delivery.sessions));
      return;
    }
    const people = parties(delivery.conversation);
    for (const [index, message] of delivery.messages.entries()) {
      for (const member of people.flatMap((person) => [...this.#people.get(person) ?? []])) {
        // One's other sessions see what one said; the one that said it has its `ack`, unless one speaks to oneself.
        if (people.length > 1 && member.session === delivery.sessions[index]) continue;
        member.send({ type: "direct", ...message });
      }
    }
  }
}

/** The `ref` of a request as a field of its answer, where there is one. */
export function withRef(ref: Ref | undefined): { ref?: Ref } {
  return ref === undefined ? {} : { ref };
}
