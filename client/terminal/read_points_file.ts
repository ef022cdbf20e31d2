import { nameKey } from "../../protocol/text/names.ts";
import type { ReadPoint, ReadStorage } from "../conversation/read_points.ts";
import { readStateFile, writeStateFile } from "./state_file.ts";

/** Largest file that is read, in bytes: most is far less than what {@linkcode MAX_USERS} users can have. */
const MAX_FILE = 4 * 1024 * 1024;

/** Most users kept, each on one server; those saved least recently are dropped. */
const MAX_USERS = 50;

/** Most rooms kept of a user; those read least recently are dropped. */
const MAX_ROOMS = 200;

type Points = ReadonlyMap<string, ReadPoint>;

/** Keeps how far rooms were read in a file that only its user can read, by server and name. */
export class ReadPointsFile implements ReadStorage {
  readonly #path: string;
  readonly #server: string;

  /**
   * @param path Its path; it is created when there is something to keep.
   * @param server The server, as its user names it.
   */
  constructor(path: string, server: string) {
    this.#path = path;
    this.#server = server;
  }

  /** Reads the file; without it, or if it is damaged, nothing counts as read. */
  load(user: string): Points {
    return this.#read().get(this.#key(user)) ?? new Map();
  }

  save(user: string, points: Points): void {
    const all = this.#read();
    const key = this.#key(user);
    const merged = new Map(all.get(key));
    for (const [room, point] of points) {
      // Another client of the user may have read further.
      const known = merged.get(room);
      merged.delete(room);
      merged.set(room, known && known.at > point.at ? known : point);
    }
    all.delete(key);
    all.set(key, merged);
    try {
      writeStateFile(this.#path, format(all));
    } catch {
      // A full disk must not end the chat.
    }
  }

  #key(user: string): string {
    return `${nameKey(user)}@${this.#server}`;
  }

  #read(): Map<string, Points> {
    try {
      return parse(JSON.parse(readStateFile(this.#path, MAX_FILE) ?? "{}"));
    } catch {
      return new Map();
    }
  }
}

function format(all: ReadonlyMap<string, Points>): string {
  const users = [...all].slice(-MAX_USERS).map(([user, points]) => {
    const rooms = [...points].slice(-MAX_ROOMS).map(([room, { id, at }]) => [room, [id, at]]);
    return [user, Object.fromEntries(rooms)];
  });
  return `${JSON.stringify(Object.fromEntries(users))}\n`;
}

/** Reads what {@linkcode format} wrote; entries of another form are skipped. */
function parse(value: unknown): Map<string, Points> {
  const users = entriesOf(value).map(([user, rooms]) => {
    const points = entriesOf(rooms).flatMap(([room, point]): [string, ReadPoint][] => {
      const [id, at] = Array.isArray(point) ? point : [];
      return Number.isSafeInteger(id) && Number.isSafeInteger(at) ? [[room, { id, at }]] : [];
    });
    return [user, new Map(points)] as const;
  });
  return new Map(users);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
