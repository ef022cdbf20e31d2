import type { Measurements } from "./measurement.ts";
import type { BenchOptions } from "./options.ts";
import { printProgress } from "./print.ts";
import { runLoad, runLoop } from "./run_load.ts";
import type { Scenario } from "./scenarios.ts";
import type { LoadResult, LoopRun } from "./load/job.ts";
import type { ServerSystem, System } from "./systems/system.ts";
import { TemporaryDirectory } from "./temporary_directory.ts";

/** Command prefixes that bind a process to a core, such as `taskset -c 1`; empty without `--pin`. */
export interface Prefixes {
  readonly server: readonly string[];
  readonly generator: readonly string[];
}

/**
 * Measures a scenario. In each run the systems take turns, so that other load on the machine affects all of them.
 *
 * @param scenario The scenario.
 * @param systems The systems to measure.
 * @param options Number and duration of the runs.
 * @param prefixes Prefixes of the commands.
 * @param measurements Collects the results.
 * @returns A line for each system that failed. It is not measured again after that.
 */
export async function measureScenario(
  scenario: Scenario,
  systems: readonly System[],
  options: BenchOptions,
  prefixes: Prefixes,
  measurements: Measurements,
): Promise<readonly string[]> {
  const failures = new Map<string, string>();
  for (let run = 1; run <= options.runs; run++) {
    for (const system of systems) {
      if (failures.has(system.name)) continue;
      printProgress(`${scenario.name}: run ${run} of ${options.runs}, ${system.title}`);
      try {
        await measureOnce(scenario, system, options, prefixes, measurements);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failures.set(system.name, `${scenario.title}: ${system.title} failed: ${reason}`);
        printProgress(reason);
      }
    }
  }
  return [...failures.values()];
}

async function measureOnce(
  scenario: Scenario,
  system: System,
  { warmup, seconds }: BenchOptions,
  prefixes: Prefixes,
  measurements: Measurements,
): Promise<void> {
  await using directory = new TemporaryDirectory();
  const { job } = scenario;
  const outcome = "loop" in system
    ? await runLoop(system.loop, { job, warmup, seconds }, directory.path, prefixes.server)
    : await runServer(system, { job, warmup, seconds }, directory.path, prefixes);
  const { name, title, isChat } = system;
  const isSpinning = "waiting" in job && job.waiting === "spin";
  for (const [metric, value] of Object.entries(outcome.metrics)) {
    const about = { scenario: scenario.title, metric, system: name, title, isChat, isSpinning };
    measurements.add(about, value, outcome);
  }
}

async function runServer(
  { wire, isEncrypted = false, start }: ServerSystem,
  run: LoopRun,
  directory: string,
  prefixes: Prefixes,
): Promise<LoadResult> {
  await using server = await start({ directory, prefix: prefixes.server });
  const { pid, port } = server;
  return await runLoad({ ...run, wire, isEncrypted, port, pid }, prefixes.generator);
}
