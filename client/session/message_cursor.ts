import type { HistoryPage, RoomMessage } from "../../protocol/messages/messages.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** A room that one is in. */
interface RoomCursor {
  readonly room: string;
  /** The last id that was seen, once one is known. */
  id: number | undefined;
  /** What came before what was said last in the room did, as that goes first; `undefined` when it came. */
  held: RoomMessage[] | undefined;
}

/**
 * The rooms that one is in, and the last id that was seen of each: what makes sure that nothing is shown twice or out of
 * order, and what to resume from.
 */
export class MessageCursor {
  readonly #rooms = new Map<string, RoomCursor>();

  /** The rooms of which something is known with their last ids, as `hello` names them. */
  get resume(): Record<string, number> {
    const ids: Record<string, number> = {};
    for (const { room, id } of this.#rooms.values()) if (id !== undefined) ids[room] = id;
    return ids;
  }

  /** Whether one is in no room. */
  get isEmpty(): boolean {
    return this.#rooms.size === 0;
  }

  /** Whether one is in a room. */
  has(room: string): boolean {
    return this.#rooms.has(nameKey(room));
  }

  /** Whether what was said last in a room has come. */
  isOpen(room: string): boolean {
    const known = this.#rooms.get(nameKey(room));
    return known !== undefined && known.held === undefined;
  }

  /** Comes into a room, unless one is in it. */
  enter(room: string): void {
    if (!this.has(room)) this.#rooms.set(nameKey(room), { room, id: undefined, held: [] });
  }

  /** Leaves a room. */
  end(room: string): void {
    this.#rooms.delete(nameKey(room));
  }

  /**
   * Takes what was said last in a room.
   *
   * @param room The room.
   * @param messages What was said last, or `undefined` where it cannot be had.
   * @returns What came meanwhile, and follows it.
   */
  open(room: string, messages?: HistoryPage["messages"]): RoomMessage[] {
    const known = this.#rooms.get(nameKey(room));
    if (known?.held === undefined) return [];
    const { held } = known;
    known.held = undefined;
    // In an empty room the next message has the id 1.
    if (messages) known.id = messages.at(-1)?.id ?? 0;
    return held.filter((message) => this.take(message));
  }

  /** Drops held messages of rooms whose latest history has not arrived: it will be requested again. */
  forgetHeld(): void {
    for (const known of this.#rooms.values()) if (known.held) known.held = [];
  }

  /** Messages of a room that wait for its latest history. */
  heldIn(room: string): number {
    return this.#rooms.get(nameKey(room))?.held?.length ?? 0;
  }

  /** Whether a message is new, and its turn has come; it is seen then. */
  take(message: RoomMessage): boolean {
    const known = this.#rooms.get(nameKey(message.room));
    if (known === undefined) return true;
    if (known.held) return known.held.push(message), false;
    if (known.id !== undefined && message.id <= known.id) return false;
    known.id = message.id;
    return true;
  }

  /**
   * Takes a part of a room's conversation that came without being asked for.
   *
   * @param history What the server sent after `joined`.
   * @returns The messages of it that are new.
   */
  catchUp({ room, messages, lost }: HistoryPage): RoomMessage[] {
    const known = room === undefined ? undefined : this.#rooms.get(nameKey(room));
    if (known === undefined) return [];
    if (lost !== undefined) known.id = lost - 1;
    return messages.filter((message) => "room" in message).filter((message) => this.take(message));
  }
}
