import type { ReadPoint, ReadStorage } from "../conversation/read_points.ts";
import { entriesOf, UserStateFile } from "./user_state_file.ts";

/** Largest file that is read, in bytes: most is far less than what all users can have. */
const MAX_FILE = 4 * 1024 * 1024;

/** Most rooms kept of a user; those read least recently are dropped. */
const MAX_ROOMS = 200;

type Points = ReadonlyMap<string, ReadPoint>;

/** Keeps how far rooms were read in a file, by server and name. */
export class ReadPointsFile implements ReadStorage {
  readonly #file: UserStateFile;

  /**
   * @param path Its path; it is created when there is something to keep.
   * @param server The server, as its user names it.
   */
  constructor(path: string, server: string) {
    this.#file = new UserStateFile(path, server, MAX_FILE);
  }

  /** Reads the file; without it, or if it is damaged, nothing counts as read. */
  load(user: string): Points {
    return parse(this.#file.get(user));
  }

  save(user: string, points: Points): void {
    this.#file.update(user, (before) => {
      const merged = new Map(parse(before));
      for (const [room, point] of points) {
        // Another client of the user may have read further.
        const known = merged.get(room);
        merged.delete(room);
        merged.set(room, known && known.at > point.at ? known : point);
      }
      return format(merged);
    });
  }
}

function format(points: Points): unknown {
  const rooms = [...points].slice(-MAX_ROOMS).map(([room, { id, at }]) => [room, [id, at]]);
  return rooms.length === 0 ? undefined : Object.fromEntries(rooms);
}

/** Reads what {@linkcode format} returned; entries of another form are skipped. */
function parse(value: unknown): Points {
  return new Map(
    entriesOf(value).flatMap(([room, point]): [string, ReadPoint][] => {
      const [id, at] = Array.isArray(point) ? point : [];
      return Number.isSafeInteger(id) && Number.isSafeInteger(at) ? [[room, { id, at }]] : [];
    }),
  );
}
