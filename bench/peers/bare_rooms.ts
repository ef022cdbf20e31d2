import { concat } from "@std/bytes/concat";
import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { MAX_WRITES } from "../../server/send/tick.ts";

/** A client of a minimal server. */
export interface BareMember {
  readonly write: (bytes: Uint8Array) => void;
  name: string;
  room: BareRoom | undefined;
  /** Bytes of this turn. */
  due: Uint8Array[];
}

interface BareRoom {
  readonly name: string;
  readonly members: BareMember[];
  id: number;
}

const decoder = new TextDecoder();
const soon = Promise.resolve();

/** The rooms of a minimal server: adds the sender's name to a message, and writes what one turn has for a member at once. */
export class BareRooms {
  readonly #rooms = new Map<string, BareRoom>();
  /** Members with bytes of this turn. */
  readonly #due: BareMember[] = [];

  /**
   * Takes the frames that have arrived whole.
   *
   * @param member Their sender.
   * @param buffer Starts with the bytes that have arrived; those of the rest are moved to its start.
   * @param end The number of bytes.
   * @returns The number of bytes of the rest.
   */
  receive(member: BareMember, buffer: Uint8Array, end: number): number {
    let start = 0;
    while (end - start >= 4) {
      const length = (buffer[start + 2]! << 8) | buffer[start + 3]!;
      const next = start + 4 + length;
      if (next > end) break;
      this.#take(member, JSON.parse(decoder.decode(buffer.subarray(start + 4, next))));
      start = next;
    }
    buffer.copyWithin(0, start, end);
    return end - start;
  }

  #take(member: BareMember, message: Record<string, string>): void {
    const { type, name = "", room: roomName = "", text } = message;
    if (type === "hello") {
      member.name = name;
      this.#push(member, encodeFrame(`{"type":"joined","room":"#geral"}`));
    } else if (type === "join") {
      const room = this.#rooms.get(roomName) ?? { name: roomName, members: [], id: 0 };
      this.#rooms.set(roomName, room);
      room.members.push(member);
      member.room = room;
      this.#push(member, encodeFrame(`{"type":"history","room":"${roomName}"}`));
    } else if (type === "say" && member.room) {
      const { members, name } = member.room;
      const [id, at] = [++member.room.id, Date.now()];
      const json = `{"type":"message","id":${id},"room":"${name}","from":"${member.name}","text":${
        JSON.stringify(text)
      },"at":${at}}`;
      const bytes = encodeFrame(json);
      for (const other of members) this.#push(other, bytes);
    }
  }

  #push(member: BareMember, bytes: Uint8Array): void {
    if (member.due.push(bytes) > 1) return;
    if (this.#due.push(member) === 1) void soon.then(() => this.#write());
  }

  #write(): void {
    for (const member of this.#due.splice(0, MAX_WRITES)) {
      member.write(member.due.length === 1 ? member.due[0]! : concat(member.due));
      member.due = [];
    }
    if (this.#due.length > 0) setImmediate(() => this.#write());
  }
}
