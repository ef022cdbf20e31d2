import { nameKey } from "../../protocol/text/names.ts";
import { readStateFile, writeStateFile } from "./state_file.ts";

/** Most users kept, each on one server; those changed least recently are dropped. */
const MAX_USERS = 50;

/** Keeps a JSON value for each user, by server and name, in a file that only the user of the system can read. */
export class UserStateFile {
  readonly #path: string;
  readonly #server: string;
  readonly #most: number;

  /**
   * @param path Its path; it is created when there is something to keep.
   * @param server The server, as its user names it.
   * @param most Largest file that is read, in bytes.
   */
  constructor(path: string, server: string, most: number) {
    this.#path = path;
    this.#server = server;
    this.#most = most;
  }

  /** Returns what is kept for a user; `undefined` if there is nothing, or the file is damaged. */
  get(user: string): unknown {
    return this.#read().get(this.#key(user));
  }

  /**
   * Changes what is kept for a user. Another client may have changed it meanwhile. A file that cannot be written stays as it
   * is, as a full disk must not end the chat.
   *
   * @param user The name.
   * @param change Returns the new value; `undefined` for none.
   */
  update(user: string, change: (value: unknown) => unknown): void {
    const all = this.#read();
    const key = this.#key(user);
    const before = all.get(key);
    const after = change(before);
    if (before === undefined && after === undefined) return;
    all.delete(key);
    if (after !== undefined) all.set(key, after);
    const kept = Object.fromEntries([...all].slice(-MAX_USERS));
    try {
      writeStateFile(this.#path, `${JSON.stringify(kept)}\n`);
    } catch {
      // See above.
    }
  }

  #key(user: string): string {
    return `${nameKey(user)}@${this.#server}`;
  }

  #read(): Map<string, unknown> {
    try {
      return new Map(entriesOf(JSON.parse(readStateFile(this.#path, this.#most) ?? "{}")));
    } catch {
      return new Map();
    }
  }
}

/** Returns the entries of an object; none of any other value. */
export function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
