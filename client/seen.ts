import type { History, RoomMessage } from "../protocol/messages.ts";
import { nameKey } from "../protocol/names.ts";

/** The last id that was seen of each room: what makes sure that nothing is shown twice, and what to resume from. */
export class Seen {
  readonly #rooms = new Map<string, { readonly room: string; id: number }>();

  /** The rooms with their last ids, as `hello` names them. */
  get resume(): Record<string, number> {
    return Object.fromEntries([...this.#rooms.values()].map(({ room, id }) => [room, id]));
  }

  /** Begins to follow a room from an id on. */
  begin(room: string, id: number): void {
    this.#rooms.set(nameKey(room), { room, id });
  }

  /** Begins to follow a room from the end of a part of its talk on, unless it is followed already. */
  beginAfter({ room, messages }: History): void {
    if (room !== undefined && !this.#rooms.has(nameKey(room))) {
      this.begin(room, messages.at(-1)?.id ?? 0);
    }
  }

  /** Stops following a room. */
  end(room: string): void {
    this.#rooms.delete(nameKey(room));
  }

  /** Whether a message is new; if so it is seen now. */
  take({ room, id }: RoomMessage): boolean {
    const known = this.#rooms.get(nameKey(room));
    if (known === undefined) {
      this.begin(room, id);
      return true;
    }
    if (id <= known.id) return false;
    known.id = id;
    return true;
  }

  /**
   * Takes a part of a room's talk that came without being asked for.
   *
   * @param history What the server sent after `joined`.
   * @returns The messages of it that are new.
   */
  catchUp({ room, messages, lost }: History): RoomMessage[] {
    if (room === undefined) return [];
    if (lost !== undefined) this.begin(room, lost - 1);
    const news = messages.filter((message) => "room" in message).filter((message) =>
      this.take(message)
    );
    // Of a room without messages, too, the first is the one with the id 1.
    if (!this.#rooms.has(nameKey(room))) this.begin(room, 0);
    return news;
  }
}
