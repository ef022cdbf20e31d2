import type { LoadResult } from "./load/job.ts";

/** Results of one system in one scenario for one metric, over all runs. */
export interface Measurement {
  readonly scenario: string;
  readonly metric: string;
  /** {@linkcode System.name}. */
  readonly system: string;
  readonly title: string;
  readonly isChat: boolean;
  /** Whether the generator polls, so that its processor time means nothing. */
  readonly isSpinning?: boolean;
  readonly values: number[];
  /** Processor cores that the server used in each run. */
  readonly serverCores: number[];
  /** Processor cores that the generator used in each run. */
  readonly generatorCores: number[];
  /** Processor cores that all other processes used in each run. */
  readonly otherCores: number[];
}

/** Collects the results of runs. */
export class Measurements {
  readonly #byKey = new Map<string, Measurement>();

  /** All measurements, in the order of their first result. */
  get all(): readonly Measurement[] {
    return [...this.#byKey.values()];
  }

  add(
    about: Pick<Measurement, "scenario" | "metric" | "system" | "title" | "isChat" | "isSpinning">,
    value: number,
    cores?: Pick<LoadResult, "serverCores" | "generatorCores" | "otherCores">,
  ): void {
    const key = JSON.stringify([about.scenario, about.metric, about.system]);
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
