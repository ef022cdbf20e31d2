import type { RoomMessage, ServerMessage } from "../protocol/messages.ts";
import { nameKey } from "../protocol/names.ts";
import type { Wire } from "./dialect/dialect.ts";
import type { Member } from "./member.ts";

/** One room: who is in it, and who of them gets what is said. */
export class Room {
  /** The name as it is shown: as whoever made the room wrote it. */
  readonly name: string;
  readonly key: string;
  readonly #members = new Set<Member>();
  /** The members who get what is said; the others still catch up with what was. */
  readonly #receivers = new Set<Member>();
  /** Of receivers who caught up beyond what was delivered here: the last id they have. */
  readonly #ahead = new Map<Member, number>();
  #delivered = 0;

  constructor(name: string) {
    this.name = name;
    this.key = nameKey(name);
  }

  get members(): ReadonlySet<Member> {
    return this.#members;
  }

  /** The last id that was delivered here, 0 if none was. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Takes somebody in, who gets nothing before {@linkcode Room.attach}. */
  add(member: Member): void {
    this.#members.add(member);
    member.rooms.set(this.key, this);
  }

  /**
   * Begins to give a member what is said.
   *
   * @param member The member.
   * @param seen The last id that the member has; 0 if none.
   */
  attach(member: Member, seen: number): void {
    this.#receivers.add(member);
    if (seen > this.#delivered) this.#ahead.set(member, seen);
  }

  remove(member: Member): void {
    this.#members.delete(member);
    this.#receivers.delete(member);
    this.#ahead.delete(member);
    member.rooms.delete(this.key);
  }

  /**
   * Hands what was said to everyone who receives, encoded once for each wire.
   *
   * @param messages What was said, in the order of the ids.
   * @param sessions The session that said each.
   */
  deliver(messages: readonly RoomMessage[], sessions: readonly string[]): void {
    const encode = once((wire) => wire.encode(messages.map(toEvent)));
    for (const member of this.#receivers) {
      const mine = !member.wire.echoes && sessions.includes(member.session);
      const seen = this.#ahead.size === 0 ? 0 : this.#ahead.get(member) ?? 0;
      if (!mine && seen === 0) {
        member.exit.push(encode(member.wire));
        continue;
      }
      const rest = messages.filter(({ id }, index) =>
        id > seen && !(mine && sessions[index] === member.session)
      );
      if (rest.length > 0) member.send(...rest.map(toEvent));
    }
    this.#delivered = messages.at(-1)?.id ?? this.#delivered;
    for (const [member, seen] of this.#ahead) {
      if (seen <= this.#delivered) this.#ahead.delete(member);
    }
  }

  /**
   * Tells the members whose wire announces such things.
   *
   * @param event What happened.
   * @param told Who knows already; whoever is told is added.
   */
  announce(event: ServerMessage, told: Set<Member>): void {
    const encode = once((wire) => wire.encode([event]));
    for (const member of this.#members) {
      if (!member.wire.announces || told.has(member)) continue;
      told.add(member);
      member.exit.push(encode(member.wire));
    }
  }
}

function toEvent(message: RoomMessage): ServerMessage {
  return { type: "message", ...message };
}

/** Remembers the bytes for each wire: there are as many as dialects and kinds of carrier, a handful. */
function once(encode: (wire: Wire) => Uint8Array): (wire: Wire) => Uint8Array {
  const encoded = new Map<Wire, Uint8Array>();
  return (wire) => {
    let bytes = encoded.get(wire);
    if (bytes === undefined) encoded.set(wire, bytes = encode(wire));
    return bytes;
  };
}
