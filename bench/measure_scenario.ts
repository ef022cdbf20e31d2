import type { Measurements } from "./measurement.ts";
import type { BenchOptions } from "./options.ts";
import { printProgress } from "./print.ts";
import { runLoad } from "./run_load.ts";
import type { Scenario } from "./scenarios.ts";
import type { System } from "./systems/system.ts";
import { TemporaryDirectory } from "./temporary_directory.ts";

/** What stands before the command lines of a run, where each is bound to a core. */
export interface Prefixes {
  readonly server: readonly string[];
  readonly generator: readonly string[];
}

/**
 * Measures a scenario: in each run one system after the other, so that what else the machine does falls on all of them.
 *
 * @param scenario What to measure.
 * @param systems With which systems.
 * @param options How often and for how long.
 * @param prefixes Where to run.
 * @param measurements Where the figures go.
 * @returns A line for each system that failed, which is measured no further.
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
  await using server = await system.start({ directory: directory.path, prefix: prefixes.server });
  const { pid, port } = server;
  const { job } = scenario;
  const order = { job, wire: system.wire, port, pid, warmup, seconds };
  const outcome = await runLoad(order, prefixes.generator);
  const { name, title, isChat } = system;
  const isSpinning = "waiting" in job && job.waiting === "spin";
  for (const [figure, value] of Object.entries(outcome.figures)) {
    const about = { scenario: scenario.title, figure, system: name, title, isChat, isSpinning };
    measurements.add(about, value, outcome);
  }
}
