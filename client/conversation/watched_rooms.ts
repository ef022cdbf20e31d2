import type { RoomMessage } from "../../protocol/messages/messages.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** A room that is followed beside the one in which one speaks, and how much was said in it since one did. */
export interface UnreadRoom {
  readonly room: string;
  readonly unread: number;
}

/** The rooms that one follows whichever room one speaks in, and what is unread in each. */
export class WatchedRooms {
  readonly #rooms = new Map<string, { room: string; unread: number }>();

  /** Follows a room from now on. */
  add(room: string): void {
    if (!this.has(room)) this.#rooms.set(nameKey(room), { room, unread: 0 });
  }

  /** Follows a room no more; returns whether one did. */
  delete(room: string): boolean {
    return this.#rooms.delete(nameKey(room));
  }

  /** Whether a room is followed, whichever one speaks in. */
  has(room: string): boolean {
    return this.#rooms.has(nameKey(room));
  }

  /** Takes the name of a room as whoever made it wrote it. */
  rename(room: string): void {
    const known = this.#rooms.get(nameKey(room));
    if (known) known.room = room;
  }

  /** Counts a message that was said elsewhere than where one speaks. */
  count({ room }: RoomMessage): void {
    const known = this.#rooms.get(nameKey(room));
    if (known) known.unread++;
  }

  /** All of a room is read: one speaks in it. */
  read(room: string): void {
    const known = this.#rooms.get(nameKey(room));
    if (known) known.unread = 0;
  }

  /** Gives the rooms but the one in which one speaks. */
  others(here: string): readonly UnreadRoom[] {
    const key = nameKey(here);
    return [...this.#rooms].filter(([other]) => other !== key).map(([, room]) => room);
  }
}
