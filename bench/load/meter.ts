import { busySeconds, cpuSeconds } from "../measure/cpu.ts";
import type { LoadResult } from "./job.ts";

/** Times a stretch of a run, and the processor time that it took the server and the generator. */
export class Meter {
  readonly #pid: number;
  readonly #startedAt: number;
  readonly #server: number;
  readonly #generator: number;
  readonly #busy: number;

  /** @param pid The server's process. */
  constructor(pid: number) {
    this.#pid = pid;
    this.#server = cpuSeconds(pid);
    this.#generator = cpuSeconds(Deno.pid);
    this.#busy = busySeconds();
    this.#startedAt = performance.now();
  }

  /**
   * Ends the stretch.
   *
   * @param figures What was measured, given how long it took in seconds.
   */
  stop(figures: (seconds: number) => LoadResult["figures"]): LoadResult {
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    const busy = busySeconds() - this.#busy;
    const server = cpuSeconds(this.#pid) - this.#server;
    const generator = cpuSeconds(Deno.pid) - this.#generator;
    return {
      serverCores: server / seconds,
      generatorCores: generator / seconds,
      otherCores: Math.max(0, busy - server - generator) / seconds,
      figures: figures(seconds),
    };
  }
}
