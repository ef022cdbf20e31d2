import type { LoadResult } from "./load/job.ts";

/** One figure of one system in one scenario, over all runs. */
export interface Measurement {
  readonly scenario: string;
  readonly figure: string;
  /** The system's short name. */
  readonly system: string;
  readonly title: string;
  readonly isChat: boolean;
  /** Whether the generator is busy whatever there is to do. */
  readonly isSpinning?: boolean;
  readonly values: number[];
  /** How many cores the server kept busy, in each run. */
  readonly serverCores: number[];
  /** How many cores the generator kept busy, in each run. */
  readonly generatorCores: number[];
  /** How many cores everything else kept busy, in each run. */
  readonly otherCores: number[];
}

/** Collects what runs give, a figure of a system at a time, in the order of their first coming. */
export class Measurements {
  readonly #byKey = new Map<string, Measurement>();

  /** All of them: those of a scenario and figure together. */
  get all(): readonly Measurement[] {
    return [...this.#byKey.values()];
  }

  add(
    about: Pick<Measurement, "scenario" | "figure" | "system" | "title" | "isChat" | "isSpinning">,
    value: number,
    cores?: Pick<LoadResult, "serverCores" | "generatorCores" | "otherCores">,
  ): void {
    const key = JSON.stringify([about.scenario, about.figure, about.system]);
    let measurement = this.#byKey.get(key);
    if (measurement === undefined) {
      measurement = { ...about, values: [], serverCores: [], generatorCores: [], otherCores: [] };
      this.#byKey.set(key, measurement);
    }
    measurement.values.push(value);
    if (cores === undefined) return;
    measurement.serverCores.push(cores.serverCores);
    measurement.generatorCores.push(cores.generatorCores);
    measurement.otherCores.push(cores.otherCores);
  }
}
