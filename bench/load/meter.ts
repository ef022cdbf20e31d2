import { busySeconds, cpuSeconds } from "../measure/cpu.ts";
import type { LoadResult } from "./job.ts";

/** Measures the duration of a part of a run and the processor time of the server and the generator. */
export class Meter {
  readonly #pid: number;
  readonly #startedAt: number;
  readonly #server: number;
  readonly #generator: number;
  readonly #busy: number;

  /** @param pid Process of the server; for a bench without a server, its own process. */
  constructor(pid: number) {
    this.#pid = pid;
    this.#server = cpuSeconds(pid);
    this.#generator = cpuSeconds(Deno.pid);
    this.#busy = busySeconds();
    this.#startedAt = performance.now();
  }

  /**
   * Ends the measurement.
   *
   * @param metrics Returns the values by the names of metrics, given the duration in seconds.
   */
  stop(metrics: (seconds: number) => LoadResult["metrics"]): LoadResult {
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    const busy = busySeconds() - this.#busy;
    const server = cpuSeconds(this.#pid) - this.#server;
    const generator = this.#pid === Deno.pid ? 0 : cpuSeconds(Deno.pid) - this.#generator;
    return {
      serverCores: server / seconds,
      generatorCores: generator / seconds,
      otherCores: Math.max(0, busy - server - generator) / seconds,
      metrics: metrics(seconds),
    };
  }
}
