/** `deno task bench`: measures the server and its peers and prints one table; see README.md in this folder. */
import { handleSignals } from "./on_interrupt.ts";
import { HOSTILE, runHostile } from "./hostile/run_hostile.ts";
import { Measurements } from "./measurement.ts";
import { measureScenario, type Prefixes } from "./measure_scenario.ts";
import { measureStart, START } from "./measure_start.ts";
import { summarize } from "./measure/statistics.ts";
import { measurePage, PAGE } from "./page/measure_page.ts";
import { benchHelp, type BenchOptions, BenchUsageError, parseBenchOptions } from "./options.ts";
import { print, printProgress } from "./print.ts";
import { QUICK, SCALING, type Scenario, SCENARIOS } from "./scenarios.ts";
import { missing } from "./systems/missing.ts";
import type { System } from "./systems/system.ts";
import { SYSTEMS } from "./systems/systems.ts";
import { table } from "./table.ts";

/** Processor cores from which on the generator is reported as the bottleneck. */
const BOTTLENECK = 0.9;

const KNOWN = {
  scenarios: [...SCENARIOS, ...SCALING].map(({ name }) => name).concat(START, PAGE),
  systems: SYSTEMS.map(({ name }) => name),
  hostile: HOSTILE,
};

async function main(): Promise<number> {
  const options = parseBenchOptions(Deno.args, KNOWN);
  if (options === "help") {
    print(benchHelp(KNOWN));
    return 0;
  }
  if (options.hostile) return await runHostile(options) ? 0 : 1;
  const scenarios = chosenScenarios(options);
  const { usable, skipped } = await findSystems(options, scenarios);
  const prefixes = await findPrefixes(options);
  const measurements = new Measurements();
  const failures: string[] = [];
  for (const scenario of scenarios) {
    const systems = usable.filter(({ name }) => isMeasured(name, scenario, options));
    const results = await measureScenario(scenario, systems, options, prefixes, measurements);
    failures.push(...results);
  }
  const isStartMeasured = options.only.length === 0
    ? !options.scaling
    : options.only.includes(START);
  if (isStartMeasured) skipped.push(...await measureStart(options, measurements));
  // By default it is not measured: a run takes two minutes.
  if (options.only.includes(PAGE)) {
    const results = await measurePage(options, measurements);
    skipped.push(...results.skipped);
    failures.push(...results.failures);
  }
  for (const line of report(options, measurements, skipped, failures)) print(line);
  return failures.length > 0 ? 1 : 0;
}

function chosenScenarios({ only, scaling, quick }: BenchOptions): readonly Scenario[] {
  if (only.length === 0) return scaling ? SCALING : quick ? QUICK : SCENARIOS;
  return [...SCENARIOS, ...SCALING].filter(({ name }) => only.includes(name));
}

function isMeasured(name: string, scenario: Scenario, { systems }: BenchOptions): boolean {
  return systems.length > 0 ? systems.includes(name) : scenario.systems.includes(name);
}

async function findSystems(
  options: BenchOptions,
  scenarios: readonly Scenario[],
): Promise<{ usable: readonly System[]; skipped: string[] }> {
  const usable: System[] = [];
  const skipped: string[] = [];
  for (const system of SYSTEMS) {
    if (!scenarios.some((scenario) => isMeasured(system.name, scenario, options))) continue;
    const obstacle = await system.obstacle();
    if (obstacle === undefined) usable.push(system);
    else skipped.push(`${system.title}: skipped, ${obstacle}`);
  }
  for (const line of skipped) printProgress(line);
  return { usable, skipped };
}

async function findPrefixes({ pin }: BenchOptions): Promise<Prefixes> {
  if (!pin) return { server: [], generator: [] };
  const obstacle = await missing("taskset", "util-linux");
  if (obstacle !== undefined) throw new BenchUsageError(`Cannot pin as ${obstacle}`);
  const last = navigator.hardwareConcurrency - 1;
  return { server: ["taskset", "-c", String(last)], generator: ["taskset", "-c", "0"] };
}

function report(
  { runs, seconds, pin }: BenchOptions,
  measurements: Measurements,
  skipped: readonly string[],
  failures: readonly string[],
): string[] {
  const cores = `${navigator.hardwareConcurrency} cores`;
  const heading = `${runs} interleaved runs of ${seconds} s, ${cores}${pin ? ", one each" : ""}; ` +
    "↓ lower is better; ratios are chat divided by the system";
  return [
    heading,
    "",
    ...table(measurements.all),
    "",
    ...bottlenecks(measurements),
    ...otherLoad(measurements),
    ...skipped,
    ...failures,
  ];
}

/** Reports where the load generator was the bottleneck, if anywhere. */
function bottlenecks(measurements: Measurements): string[] {
  const loads = measurements.all
    .filter(({ generatorCores, isSpinning }) => generatorCores.length > 0 && !isSpinning)
    .map(({ scenario, title, generatorCores }) => {
      const { median } = summarize(generatorCores);
      return { scenario, title, median, percent: Math.round(median * 100) };
    });
  const busy = loads.filter(({ median }) => median > BOTTLENECK);
  if (loads.length > 0 && busy.length === 0) {
    const most = Math.max(...loads.map(({ percent }) => percent));
    return [`The load generator was not the bottleneck: it used at most ${most}% of a core`];
  }
  return busy.map(({ scenario, title, percent }) =>
    `${scenario}: with ${title} the load generator was the bottleneck, using ${percent}% of a core`
  );
}

/** Reports the load of other processes: with much of it the results are worth little. */
function otherLoad(measurements: Measurements): string[] {
  const cores = measurements.all.flatMap(({ otherCores }) => otherCores);
  if (cores.length === 0) return [];
  const { median, max } = summarize(cores);
  const [usual, most] = [median, max].map((value) => Math.round(value * 100));
  return [`Other processes used ${usual}% of a core, ${most}% in the worst run`];
}

handleSignals();
try {
  Deno.exitCode = await main();
} catch (error) {
  if (!(error instanceof BenchUsageError)) throw error;
  printProgress(`bench: ${error.message}`);
  Deno.exitCode = 2;
}
