import { resemblesPassword } from "../conversation/resembles_password.ts";
import type { DraftStorage } from "./drafts.ts";
import { entriesOf, UserStateFile } from "./user_state_file.ts";

/** Most drafts kept of a user, and the longest one, in UTF-16 code units. */
const MAX_DRAFTS = 50;
const MAX_LENGTH = 16_384;

/** Largest file that is read, in bytes: most is far less than what all users can have. */
const MAX_FILE = 4 * 1024 * 1024;

/** Keeps drafts in a file, by server and name; none that may contain a password. */
export class DraftsFile implements DraftStorage {
  readonly #file: UserStateFile;

  /**
   * @param path Its path; it is created when there is something to keep.
   * @param server The server, as its user names it.
   */
  constructor(path: string, server: string) {
    this.#file = new UserStateFile(path, server, MAX_FILE);
  }

  load(user: string): ReadonlyMap<string, string> {
    return parse(this.#file.get(user));
  }

  update(
    user: string,
    change: (drafts: ReadonlyMap<string, string>) => ReadonlyMap<string, string>,
  ): void {
    this.#file.update(user, (before) => {
      const drafts = [...change(parse(before))].filter(([, text]) => mayKeep(text));
      return drafts.length === 0 ? undefined : Object.fromEntries(drafts.slice(-MAX_DRAFTS));
    });
  }
}

function mayKeep(text: string): boolean {
  return text.trim() !== "" && text.length <= MAX_LENGTH &&
    !text.split("\n").some(resemblesPassword);
}

/** Reads what was written; entries of another form are skipped. */
function parse(value: unknown): ReadonlyMap<string, string> {
  return new Map(
    entriesOf(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
