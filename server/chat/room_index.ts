import { LOBBY } from "../../protocol/text/names.ts";
import { ConfusableIndex } from "../confusables/confusable_index.ts";
import { Room } from "./room.ts";

/** Open rooms of this node, by key, by name, and by similarity of names. */
export class RoomIndex {
  readonly #rooms = new Map<string, Room>();
  /** All but the lobby, sorted by key. */
  readonly #sorted: Room[] = [];
  readonly #confusables = new ConfusableIndex<Room>();

  constructor() {
    this.add(LOBBY);
  }

  get size(): number {
    return this.#rooms.size;
  }

  /**
   * Lists the lobby, then the other rooms by name. Rooms may open and close meanwhile; a room that stays open is listed
   * once.
   */
  *[Symbol.iterator](): Generator<Room, void> {
    yield this.#rooms.get(LOBBY)!;
    for (let last: Room | undefined, index = 0;; index++) {
      // The index has shifted if rooms before it opened or closed.
      if (last !== undefined && last !== this.#sorted[index - 1]) {
        index = this.#indexAfter(last.key);
      }
      const next: Room | undefined = this.#sorted[index];
      if (next === undefined) return;
      yield next;
      last = next;
    }
  }

  get(key: string): Room | undefined {
    return this.#rooms.get(key);
  }

  /** Returns whether an open room has this name or a similar one. */
  hasSimilar(name: string): boolean {
    return this.#confusables.find(name).length > 0;
  }

  add(name: string): Room {
    const room = new Room(name);
    this.#rooms.set(room.key, room);
    if (room.key !== LOBBY) this.#sorted.splice(this.#indexAfter(room.key), 0, room);
    this.#confusables.add(name, room);
    return room;
  }

  /** Removes a room other than the lobby. */
  delete(room: Room): void {
    this.#rooms.delete(room.key);
    this.#sorted.splice(this.#indexAfter(room.key) - 1, 1);
    this.#confusables.delete(room.name, room);
  }

  /** Returns the index of the first room whose key sorts after `key`. */
  #indexAfter(key: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle]!.key <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
