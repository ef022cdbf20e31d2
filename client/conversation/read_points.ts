import { nameKey } from "../../protocol/text/names.ts";

/** Most rooms kept; beyond them, the one set least recently is forgotten. */
const MAX_ROOMS = 1_000;

/** The newest message of a room that the user has seen. The time tells when the server numbers a room anew. */
export interface ReadPoint {
  readonly id: number;
  /** In Unix milliseconds. */
  readonly at: number;
}

/** Keeps read points beyond one run of the client. */
export interface ReadStorage {
  /** Returns what is kept for a user, by room key. */
  load(user: string): ReadonlyMap<string, ReadPoint>;
  save(user: string, points: ReadonlyMap<string, ReadPoint>): void;
}

/** How far the user has read the rooms that are not open, to show what is new on return. */
export class ReadPoints {
  readonly #points = new Map<string, ReadPoint>();
  readonly #storage: ReadStorage | undefined;

  /** @param storage Without it, the points last as long as the object. */
  constructor(storage?: ReadStorage) {
    this.#storage = storage;
  }

  /** Adds what is kept for a user; what is known from this run is newer. */
  load(user: string): void {
    for (const [room, point] of this.#storage?.load(user) ?? []) {
      if (!this.#points.has(room)) this.set(room, point);
    }
  }

  get(room: string): ReadPoint | undefined {
    return this.#points.get(nameKey(room));
  }

  /** Sets the point of a room, unless no message of it was seen. */
  set(room: string, point: ReadPoint): void {
    if (point.id === 0) return;
    const key = nameKey(room);
    this.#points.delete(key);
    if (this.#points.size >= MAX_ROOMS) this.#points.delete(this.#points.keys().next().value!);
    this.#points.set(key, point);
  }

  save(user: string): void {
    this.#storage?.save(user, this.#points);
  }
}
