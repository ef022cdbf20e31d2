import type { HistoryPage, RoomEntry } from "../../protocol/messages/server_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { lastIdOf } from "./last_id_of.ts";

/** A room of the session. */
interface RoomCursor {
  readonly room: string;
  /** Last id received, if known. */
  id: number | undefined;
  /** Last id of the latest history of an open room: where to resume before an entry is received. */
  latest?: number;
  /** Entries held until the room's latest history arrives, which comes first; `undefined` afterwards. */
  held: RoomEntry[] | undefined;
}

/**
 * The rooms of the session with the last id received in each. Ensures that no message is passed on twice or out of order,
 * and tells where to resume.
 */
export class MessageCursor {
  readonly #rooms = new Map<string, RoomCursor>();

  /** Last ids by room, as in `hello`; without rooms whose last id is unknown. */
  get resume(): Record<string, number> {
    const ids: Record<string, number> = {};
    for (const { room, id, latest } of this.#rooms.values()) {
      const last = id ?? latest;
      if (last !== undefined) ids[room] = last;
    }
    return ids;
  }

  /** The rooms whose last id is unknown. */
  get unknown(): readonly string[] {
    const rooms = [...this.#rooms.values()];
    return rooms.filter(({ id, latest }) => (id ?? latest) === undefined).map(({ room }) => room);
  }

  /** Returns whether the session is in a room. */
  has(room: string): boolean {
    return this.#rooms.has(nameKey(room));
  }

  /** Returns whether a room's latest history has arrived. */
  isOpen(room: string): boolean {
    const known = this.#rooms.get(nameKey(room));
    return known !== undefined && known.held === undefined;
  }

  /** Adds a room, unless it is present. */
  enter(room: string): void {
    if (!this.has(room)) this.#rooms.set(nameKey(room), { room, id: undefined, held: [] });
  }

  /** Removes a room. */
  end(room: string): void {
    this.#rooms.delete(nameKey(room));
  }

  /**
   * Handles the latest history of a room.
   *
   * @param room The room.
   * @param history The page, or `undefined` if it is not available.
   * @returns Held entries that follow it.
   */
  open(room: string, history?: HistoryPage): RoomEntry[] {
    const known = this.#rooms.get(nameKey(room));
    if (known?.held === undefined) return [];
    const { held } = known;
    known.held = undefined;
    if (history) known.id = lastIdOf(history);
    return held.filter((entry) => this.take(entry));
  }

  /** Handles the latest history of a room that is open already: what it has may be passed on once more. */
  setLatest(history: HistoryPage): void {
    const known = this.#rooms.get(nameKey(history.room ?? ""));
    if (known) known.latest = lastIdOf(history);
  }

  /** Drops held messages of rooms whose latest history has not arrived: it will be requested again. */
  forgetHeld(): void {
    for (const known of this.#rooms.values()) if (known.held) known.held = [];
  }

  /** Returns the number of entries that wait for a room's latest history. */
  heldIn(room: string): number {
    return this.#rooms.get(nameKey(room))?.held?.length ?? 0;
  }

  /** Marks an entry as received; returns whether it is new and the room is open. */
  take(entry: RoomEntry): boolean {
    const known = this.#rooms.get(nameKey(entry.room));
    if (known === undefined) return true;
    if (known.held) return known.held.push(entry), false;
    if (known.id !== undefined && entry.id <= known.id) return false;
    known.id = entry.id;
    return true;
  }

  /**
   * Handles a page of history that was not requested.
   *
   * @param history Page that the server sent after `joined`.
   * @returns Its new entries, in the order of their ids.
   */
  catchUp({ room, messages, changes = [], lost }: HistoryPage): RoomEntry[] {
    const known = room === undefined ? undefined : this.#rooms.get(nameKey(room));
    if (room === undefined || known === undefined) return [];
    if (lost !== undefined) known.id = lost - 1;
    const entries: RoomEntry[] = messages.filter((message) => "room" in message);
    if (changes.length > 0) {
      entries.push(...changes.map((change) => ({ ...change, room })));
      entries.sort((one, other) => one.id - other.id);
    }
    return entries.filter((entry) => this.take(entry));
  }
}
