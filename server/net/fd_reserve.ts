import type { ConnectionLimiter } from "./connection_limiter.ts";

/** How many are held back: for whoever is turned away with a word, for the database, and for files that are read again. */
const COUNT = 64;

/** What is opened to hold a descriptor: a file that is always there, and costs nothing else. */
const HOLDER = "/dev/null";

/** Of the connections there were when descriptors ran out, the part that must be left before more are tried again. */
const ROOM_AGAIN = 0.75;

/**
 * Descriptors that are held back for when none are left. How many a process may have is written where only a program
 * that may do anything can read it (`/proc`), and others may take of them at any time: so it is learnt when it matters,
 * while there is still something to do about it.
 */
export class FdReserve implements Disposable {
  readonly #limiter: ConnectionLimiter;
  #files: Deno.FsFile[] = [];
  /** How many connections were in when descriptors ran out. */
  #fullAt: number | undefined;

  /** @param limiter What lets nobody else in while there are none left. */
  constructor(limiter: ConnectionLimiter) {
    this.#limiter = limiter;
  }

  /** Holds back as many as there should be, or half of what can be had. */
  fill(): void {
    // There is no such limit on Windows.
    if (Deno.build.os === "windows") return;
    try {
      while (this.#files.length < COUNT) this.#files.push(Deno.openSync(HOLDER));
    } catch (error) {
      if (!isOutOfDescriptors(error)) throw error;
      for (const file of this.#files.splice(this.#files.length >> 1)) file.close();
    }
  }

  /**
   * Does what takes descriptors; if there are none, closes the limiter, and does it with those that were held back.
   *
   * @param open What is to be done.
   * @returns What came of it.
   * @throws {Error} What it throws, also where there are no descriptors at all.
   */
  async use<T>(open: () => Promise<T>): Promise<T> {
    try {
      return await open();
    } catch (error) {
      if (!isOutOfDescriptors(error) || this.#files.length === 0) throw error;
      this.#release();
      this.#limiter.freeze();
      this.#fullAt = this.#limiter.size;
      return await open();
    }
  }

  /** Looks whether there are descriptors again, where there were none; to be called every now and then. */
  check(): void {
    if (this.#fullAt === undefined || this.#limiter.size > this.#fullAt * ROOM_AGAIN) return;
    this.#fullAt = undefined;
    this.fill();
    this.#limiter.unfreeze();
  }

  [Symbol.dispose](): void {
    this.#release();
  }

  #release(): void {
    for (const file of this.#files.splice(0)) file.close();
  }
}

/** Tells whether something failed since this process, or the whole machine, has no descriptor left. */
function isOutOfDescriptors(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === "EMFILE" || code === "ENFILE";
}
