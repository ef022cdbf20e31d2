import type { ConnectionLimiter } from "./connection_limiter.ts";

/** Descriptors in the reserve: for answers to rejected clients, the database, and reloaded files. */
const COUNT = 64;

/** File that the descriptors of the reserve are open on; it always exists. */
const HOLDER = "/dev/null";

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
   * Checks whether descriptors are left, for callers that the runtime does not tell. If none are, the limiter is closed and
   * the reserve is used.
   *
   * @returns Whether none were left.
   */
  probe(): boolean {
    // Windows has no such limit.
    if (Deno.build.os === "windows") return false;
    try {
      Deno.openSync(HOLDER).close();
      return false;
    } catch (error) {
      if (!isOutOfDescriptors(error)) throw error;
      if (this.#files.length > 0) this.#giveUp();
      return true;
    }
  }

  /** Opens the limiter again once descriptors are available; called every 250 ms. */
  check(): void {
    if (this.#fullAt === undefined || this.#limiter.size > this.#fullAt * ROOM_AGAIN) return;
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
