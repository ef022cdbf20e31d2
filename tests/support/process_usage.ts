import { assert } from "@std/assert";
import { delay } from "@std/async/delay";
import { residentBytes } from "../../bench/measure/memory.ts";

/** For how long what must happen may take, in milliseconds. */
const PATIENCE = 60_000;

/** How often it is looked for, in milliseconds. */
const INTERVAL = 20;

/** What a process holds. */
export interface Holding {
  readonly descriptors: number;
  /** Memory, in bytes. */
  readonly bytes: number;
}

/** Looks at what a process holds. */
export function holding(pid: number): Holding {
  return {
    descriptors: [...Deno.readDirSync(`/proc/${pid}/fd`)].length,
    bytes: residentBytes(pid),
  };
}

/**
 * Waits until something is so, which the server does not tell by itself.
 *
 * @param isSo Whether it is so.
 * @param what What is waited for, for the error.
 */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: () => string,
): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!await isSo()) {
    assert(performance.now() < deadline, `Time is up while waiting for ${what()}`);
    await delay(INTERVAL);
  }
}

/** Gives bytes in a unit that people read. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
