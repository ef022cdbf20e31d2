import type { RoomInfo, ServerMessage } from "../../protocol/messages/server_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { MessageBatch } from "./message_batch.ts";
import type { Wire } from "../dialect/dialect.ts";
import type { Member } from "./member.ts";

const NO_MEMBERS: ReadonlySet<Member> = new Set();

/**
 * A room: its members, and which of them receive new messages.
 *
 * Many rooms have one member and exist only as long as it stays, so parts that few rooms need are created on demand: an
 * empty map takes 200 bytes.
 */
export class Room {
  /** Name as the creator wrote it. */
  readonly name: string;
  readonly key: string;
  /** The member of a room that has had one: a set takes 170 bytes. */
  #only: Member | undefined;
  /** Members of a room that has had more than one. */
  #members: Set<Member> | undefined;
  /** Members that are catching up and receive no new messages, each with the number of its join. */
  #joinIds: Map<Member, number> | undefined;
  #lastComing = 0;
  /** Members that caught up beyond the last delivered id, each with the last id it has. */
  #ahead: Map<Member, number> | undefined;
  /** Number of sessions by name key, for names with more than one. */
  #sessions: Map<string, number> | undefined;
  #delivered = 0;
  #info: RoomInfo | undefined;

  constructor(name: string) {
    this.name = name;
    this.key = nameKey(name);
  }

  get members(): ReadonlySet<Member> {
    return this.#members ?? (this.#only === undefined ? NO_MEMBERS : new Set([this.#only]));
  }

  /** Number of members. */
  get size(): number {
    return this.#members?.size ?? (this.#only === undefined ? 0 : 1);
  }

  has(member: Member): boolean {
    return this.#members?.has(member) ?? this.#only === member;
  }

  /** Number of users; a user with several sessions counts once. */
  get population(): number {
    return this.#sessions?.size ?? this.size;
  }

  /** The room in lists: the same object until the number of users changes. */
  get info(): RoomInfo {
    const { population } = this;
    if (this.#info?.members !== population) this.#info = { name: this.name, members: population };
    return this.#info;
  }

  /** The last id delivered in this room; 0 if none. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Adds a member, which receives messages from now on. */
  add(member: Member): void {
    if (this.size === 0) this.#only = member;
    else {
      this.#members ??= new Set([this.#only!]);
      this.#members.add(member);
      this.#only = undefined;
    }
    this.#countNew(member);
    member.rooms.set(this.key, this);
  }

  /** Counts a session for its name; see {@linkcode Room.uncount}. */
  count({ key }: Member): void {
    this.#sessions?.set(key, (this.#sessions.get(key) ?? 0) + 1);
  }

  /** Removes a session from the count of its name; call it before the name changes. */
  uncount({ key }: Member): void {
    if (this.#sessions === undefined) return;
    const count = this.#sessions.get(key)! - 1;
    if (count > 0) this.#sessions.set(key, count);
    else this.#sessions.delete(key);
  }

  /**
   * Stops delivering to a member that is catching up, until {@linkcode Room.attach}.
   *
   * @returns Number of this join, which distinguishes it from earlier and later ones.
   */
  detach(member: Member): number {
    const joinId = ++this.#lastComing;
    this.#joinIds = put(this.#joinIds, member, joinId);
    return joinId;
  }

  /** Returns whether a member is still catching up after a join, and has neither left nor joined again since. */
  isCatchingUp(member: Member, joinId: number): boolean {
    return this.#joinIds?.get(member) === joinId;
  }

  /**
   * Resumes delivering to a member.
   *
   * @param member The member.
   * @param seen The last id that the member has; 0 if none.
   */
  attach(member: Member, seen: number): void {
    this.#joinIds = drop(this.#joinIds, member);
    if (seen > this.#delivered) this.#ahead = put(this.#ahead, member, seen);
  }

  remove(member: Member): void {
    if (this.has(member)) {
      this.uncount(member);
      // Deleting the last entry would create a smaller table first.
      if (this.size > 1) this.#members!.delete(member);
      else this.#members = this.#only = undefined;
    }
    this.#joinIds = drop(this.#joinIds, member);
    this.#ahead = drop(this.#ahead, member);
    member.rooms.delete(this.key);
  }

  /**
   * Queues entries for all members that are not catching up.
   *
   * @returns The number of messages, counted once per member.
   */
  push(batch: MessageBatch): number {
    let count = 0;
    const [comings, ahead] = [this.#joinIds, this.#ahead];
    for (const member of this.members) {
      if (comings?.has(member)) continue;
      const { wire, session, sendQueue } = member;
      const seen = ahead?.get(member);
      count += batch.messages;
      if (seen !== undefined) {
        sendQueue.push(batch.after(seen, wire, session));
        count -= batch.messagesUpTo(seen);
      } else if (wire.echoes || !batch.isFrom(session)) sendQueue.push(batch.whole(wire));
      else {
        for (const bytes of batch.others(wire, session)) sendQueue.push(bytes);
        count -= batch.messagesOf(session);
      }
    }
    this.#delivered = batch.entries.at(-1)?.id ?? this.#delivered;
    for (const [member, seen] of ahead ?? []) {
      if (seen <= this.#delivered) this.#ahead = drop(this.#ahead, member);
    }
    return count;
  }

  /**
   * Sends an event to the members whose wire announces joins, leaves and renames.
   *
   * @param event The event.
   * @param except The session or identity that the event is about and that needs no announcement.
   * @param told Members that have the event already; those notified now are added.
   */
  announce(event: ServerMessage, except: string, told: Set<Member>): void {
    this.#send(event, (member) => {
      const { wire, session, identity } = member;
      if (!wire.announces || told.has(member)) return false;
      if (session === except || identity === except) return false;
      told.add(member);
      return true;
    });
  }

  /**
   * Sends an event to all members, in any dialect.
   *
   * @param event The event.
   * @param except The session that has it already.
   */
  tell(event: ServerMessage, except: string): void {
    this.#send(event, ({ session }) => session !== except);
  }

  #countNew(member: Member): void {
    if (this.#sessions) return this.count(member);
    if (this.size < 2) return;
    this.#sessions = new Map();
    for (const each of this.members) this.count(each);
  }

  #send(event: ServerMessage, isMeant: (member: Member) => boolean): void {
    const encoded = new Map<Wire, Uint8Array>();
    for (const member of this.members) {
      if (!isMeant(member)) continue;
      const { wire, sendQueue } = member;
      const bytes = encoded.get(wire) ?? wire.encode([event]);
      encoded.set(wire, bytes);
      sendQueue.push(bytes);
    }
  }
}

function put(
  map: Map<Member, number> | undefined,
  member: Member,
  id: number,
): Map<Member, number> {
  return (map ?? new Map<Member, number>()).set(member, id);
}

/** Returns a map, or `undefined` if it is empty. */
function drop(
  map: Map<Member, number> | undefined,
  member: Member,
): Map<Member, number> | undefined {
  // Deleting the last entry first would allocate a smaller table.
  if (map === undefined || map.size === 1 && map.has(member)) return undefined;
  map.delete(member);
  return map;
}
