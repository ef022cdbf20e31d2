import type { ServerMessage } from "../../protocol/messages/messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { MessageBatch } from "./message_batch.ts";
import type { Wire } from "../dialect/dialect.ts";
import type { Member } from "./member.ts";

/**
 * Room: its members, and which of them receive new messages.
 *
 * Many rooms have one member and come and go with it, so what only some rooms need is made when it is needed: a map takes
 * 200 bytes, empty or not.
 */
export class Room {
  /** Name as the creator wrote it. */
  readonly name: string;
  readonly key: string;
  readonly #members = new Set<Member>();
  /** Members who still catch up with what was said and are handed nothing: which joining it is, of all in this room. */
  #joinIds: Map<Member, number> | undefined;
  #lastComing = 0;
  /** Of members who caught up beyond what was delivered here: the last id they have. */
  #ahead: Map<Member, number> | undefined;
  /** How many sessions each name has here, by its key; counted from the second session on. */
  #sessions: Map<string, number> | undefined;
  #delivered = 0;

  constructor(name: string) {
    this.name = name;
    this.key = nameKey(name);
  }

  get members(): ReadonlySet<Member> {
    return this.#members;
  }

  /** Number of users; one with several sessions counts once. */
  get population(): number {
    return this.#sessions?.size ?? this.#members.size;
  }

  /** The last id that was delivered here, 0 if none was. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Adds a member, who receives messages from now on. */
  add(member: Member): void {
    this.#members.add(member);
    this.#countNew(member);
    member.rooms.set(this.key, this);
  }

  /** Counts a session for its name, which must be counted no longer before it changes. */
  count({ key }: Member): void {
    this.#sessions?.set(key, (this.#sessions.get(key) ?? 0) + 1);
  }

  /** Counts a session for its name no longer. */
  uncount({ key }: Member): void {
    if (this.#sessions === undefined) return;
    const count = this.#sessions.get(key)! - 1;
    if (count > 0) this.#sessions.set(key, count);
    else this.#sessions.delete(key);
  }

  /**
   * Hands a member nothing until {@linkcode Room.attach}, as it catches up with what was said.
   *
   * @returns What tells this joining from an earlier or a later one.
   */
  detach(member: Member): number {
    const joinId = ++this.#lastComing;
    this.#joinIds = put(this.#joinIds, member, joinId);
    return joinId;
  }

  /** Whether a member still catches up after this coming, and has not left since, nor come again. */
  isCatchingUp(member: Member, joinId: number): boolean {
    return this.#joinIds?.get(member) === joinId;
  }

  /**
   * Hands a member again what is said.
   *
   * @param member The member.
   * @param seen The last id that the member has; 0 if none.
   */
  attach(member: Member, seen: number): void {
    this.#joinIds = drop(this.#joinIds, member);
    if (seen > this.#delivered) this.#ahead = put(this.#ahead, member, seen);
  }

  remove(member: Member): void {
    if (this.#members.delete(member)) this.uncount(member);
    this.#joinIds = drop(this.#joinIds, member);
    this.#ahead = drop(this.#ahead, member);
    member.rooms.delete(this.key);
  }

  /**
   * Queues messages for all members but those whose history is still being read.
   *
   * @returns How many messages that were, counted for each of them.
   */
  push(batch: MessageBatch): number {
    let count = 0;
    const [comings, ahead] = [this.#joinIds, this.#ahead];
    for (const member of this.#members) {
      if (comings?.has(member)) continue;
      const { wire, session, sendQueue } = member;
      const seen = ahead?.get(member);
      count += batch.messages.length;
      if (seen !== undefined) {
        sendQueue.push(batch.after(seen, wire, session));
        count -= batch.messages.filter(({ id }) => id <= seen).length;
      } else if (wire.echoes || !batch.isFrom(session)) sendQueue.push(batch.whole(wire));
      else {
        for (const bytes of batch.others(wire, session)) sendQueue.push(bytes);
        count -= batch.countOf(session);
      }
    }
    this.#delivered = batch.messages.at(-1)?.id ?? this.#delivered;
    for (const [member, seen] of ahead ?? []) {
      if (seen <= this.#delivered) this.#ahead = drop(this.#ahead, member);
    }
    return count;
  }

  /**
   * Tells the members whose wire announces such things.
   *
   * @param event What happened.
   * @param except The session or the identity that it is about, and that knows.
   * @param told Members who know already; those told now are added.
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
   * Tells all members, however they speak.
   *
   * @param event What happened.
   * @param except The session that knows already.
   */
  tell(event: ServerMessage, except: string): void {
    this.#send(event, ({ session }) => session !== except);
  }

  #countNew(member: Member): void {
    if (this.#sessions) return this.count(member);
    if (this.#members.size < 2) return;
    this.#sessions = new Map();
    for (const each of this.#members) this.count(each);
  }

  #send(event: ServerMessage, isMeant: (member: Member) => boolean): void {
    const encoded = new Map<Wire, Uint8Array>();
    for (const member of this.#members) {
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
  // To take the last entry out would make a smaller table first.
  if (map === undefined || map.size === 1 && map.has(member)) return undefined;
  map.delete(member);
  return map;
}
