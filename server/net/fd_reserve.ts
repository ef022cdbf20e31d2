import type { ConnectionLimiter } from "./connection_limiter.ts";

/** Descriptors in the reserve: for answers to rejected clients, the database, and reloaded files. */
const COUNT = 64;

/** File that the descriptors of the reserve are open on; it always exists. */
const HOLDER = "/dev/null";

/**
 * Descriptors besides the reserve that must be free before more connections are accepted, where they are counted: a quarter
 * of the connections, within these bounds. A thread of the database takes about ten.
 */
const MIN_FREE = 16;
const MAX_FREE = 64;

/** Fraction of the connections at the time of exhaustion to which they must fall before more are accepted. */
const ROOM_AGAIN = 0.75;

/**
 * File descriptors in reserve for when the process has no others left, so that the server can still react. Their limit
 * is in `/proc`, which Deno allows only programs with all permissions to read, so it is detected by reaching it.
 */
export class FdReserve implements Disposable {
  readonly #limiter: ConnectionLimiter;
  #files: Deno.FsFile[] = [];
  /** Connections that were open when descriptors ran out. */
  #fullAt: number | undefined;
  /** Descriptors that must be free before more connections are accepted, if the limiter did not know of all of them. */
  #neededFree: number | undefined;

  /** @param limiter Closed while no descriptors are left. */
  constructor(limiter: ConnectionLimiter) {
    this.#limiter = limiter;
  }

  /** Fills the reserve, or takes half of what is available. */
  fill(): void {
    // Windows has no such limit.
    if (Deno.build.os === "windows") return;
    try {
      while (this.#files.length < COUNT) this.#files.push(Deno.openSync(HOLDER));
    } catch (error) {
      if (!isOutOfDescriptors(error)) throw error;
      for (const file of this.#files.splice(this.#files.length >> 1)) file.close();
    }
  }

  /**
   * Calls a function that needs descriptors. If none are left, the limiter is closed and the reserve is used.
   *
   * @param open The function.
   * @returns Its result.
   * @throws {Error} Its error, also when the reserve is used up.
   */
  async use<T>(open: () => Promise<T>): Promise<T> {
    try {
      return await open();
    } catch (error) {
      if (!isOutOfDescriptors(error) || this.#files.length === 0) throw error;
      this.#giveUp();
      return await open();
    }
  }

  /**
   * Checks whether descriptors are left, for callers whose runtime does not tell and may have accepted more connections than
   * the limiter knows. If none are, the limiter is closed and the reserve is freed for what is not a connection.
   *
   * @returns Whether connections must wait, now or still.
   */
  probe(): boolean {
    if (this.#fullAt !== undefined) return true;
    // Without a reserve nothing was accepted yet, or the system has no such limit.
    if (this.#files.length === 0) return false;
    if (areFree(1)) return false;
    const reserved = this.#files.length;
    this.#giveUp();
    const quarter = Math.ceil(this.#limiter.size * (1 - ROOM_AGAIN));
    // Where few are allowed, the reserve is small, too.
    const least = Math.min(MIN_FREE, reserved >> 1);
    this.#neededFree = reserved + Math.min(MAX_FREE, Math.max(least, quarter));
    return true;
  }

  /** Opens the limiter again once descriptors are available; called every 250 ms. */
  check(): void {
    if (this.#fullAt === undefined) return;
    const isRoom = this.#neededFree === undefined
      ? this.#limiter.size <= this.#fullAt * ROOM_AGAIN
      : areFree(this.#neededFree);
    if (!isRoom) return;
    this.#fullAt = undefined;
    this.fill();
    this.#limiter.unfreeze();
  }

  [Symbol.dispose](): void {
    this.#release();
  }

  #giveUp(): void {
    this.#release();
    this.#limiter.freeze();
    this.#fullAt = this.#limiter.size;
    this.#neededFree = undefined;
  }

  #release(): void {
    for (const file of this.#files.splice(0)) file.close();
  }
}

/** Returns whether an error means that the process or the machine has no descriptors left. */
function isOutOfDescriptors(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === "EMFILE" || code === "ENFILE";
}

/** Returns whether so many descriptors are free. */
function areFree(count: number): boolean {
  const files: Deno.FsFile[] = [];
  try {
    while (files.length < count) files.push(Deno.openSync(HOLDER));
    return true;
  } catch (error) {
    if (!isOutOfDescriptors(error)) throw error;
    return false;
  } finally {
    for (const file of files) file.close();
  }
}
