import { deadline } from "@std/async/deadline";
import { StoreProblem } from "../store_error.ts";
import { creationError } from "./creation_error.ts";

/** Suffix of the lock file beside a database file. */
const SUFFIX = "-server";

/** Milliseconds to wait for a lock in a runtime without `tryLock`; a free lock is granted at once. */
const LOCK_WAIT = 1_000;

/** Exclusive use of a database file by one server. It ends with the process in any case. */
export class SqliteClaim implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Claims a database file by locking a file beside it: on some systems a lock on the file itself would block SQLite.
   *
   * @param database The path of the database file, which need not exist yet.
   * @throws {Error} If another server has claimed it.
   */
  static async make(database: string): Promise<SqliteClaim> {
    const path = await Deno.realPath(database).catch(() => database) + SUFFIX;
    for (;;) {
      const file = await open(path);
      if (!await tryLock(file)) {
        file.close();
        throw new StoreProblem("in_use", "another server is using it");
      }
      // The previous holder may have removed the file between the two steps; then other servers lock another file.
      const [mine, there] = [await file.stat(), await Deno.stat(path).catch(() => undefined)];
      if (there?.ino === mine.ino) return new SqliteClaim(path, file);
      file.close();
    }
  }

  [Symbol.dispose](): void {
    try {
      Deno.removeSync(this.#path);
    } catch {
      // An unlocked file claims nothing and is reused.
    }
    this.#file.close();
  }
}

async function open(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, create: true, mode: 0o600 });
  } catch (error) {
    throw creationError(error);
  }
}

/** Locks a file unless another process has it locked. */
async function tryLock(file: Deno.FsFile): Promise<boolean> {
  if ("tryLock" in file) return await file.tryLock(true);
  // The executable's runtime may predate `tryLock`. The process ends if the lock is not granted.
  const older: Pick<Deno.FsFile, "lock"> = file;
  try {
    await deadline(older.lock(true), LOCK_WAIT);
    return true;
  } catch (error) {
    if ((error as Error).name === "TimeoutError") return false;
    throw error;
  }
}
