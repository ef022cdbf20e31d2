import type { BenchOptions } from "../options.ts";
import { print, printProgress } from "../print.ts";
import { TemporaryDirectory } from "../temporary_directory.ts";
import { ABUSES } from "./abuses.ts";
import type { HostileRun } from "./bounds.ts";
import { type Databases, openDatabases } from "./databases.ts";
import { measureAbuse } from "./measure_abuse.ts";
import { measureParsers } from "./parsers/measure_parsers.ts";
import { measureStorm } from "./storm/measure_storm.ts";
import { hostileTable } from "./table.ts";

/** Names of the measurements besides the abuses. */
const PARSERS = "parsers";
const STORM = "storm";

/** Values of `--only`. */
export const HOSTILE: readonly string[] = [...ABUSES.map(({ name }) => name), PARSERS, STORM];

/**
 * Measures the effect of abusive clients on others, the parsers and a storm of clients; prints tables in Markdown.
 *
 * @returns Whether everything was measured.
 */
export async function runHostile(options: BenchOptions): Promise<boolean> {
  const isChosen = (name: string) => options.only.length === 0 || options.only.includes(name);
  await using directory = new TemporaryDirectory();
  await using databases = await openDatabases(options.db, directory.path);
  const isComplete = await runAbuses(isChosen, options, databases);
  if (isChosen(STORM)) { for (const line of await measureStorm(options, databases)) print(line); }
  if (isChosen(PARSERS)) { for (const line of await measureParsers()) print(line); }
  return isComplete;
}

async function runAbuses(
  isChosen: (name: string) => boolean,
  options: BenchOptions,
  databases: Databases,
): Promise<boolean> {
  const rows = ABUSES.filter(({ name }) => isChosen(name))
    .map((abuse) => ({ abuse, runs: [] as HostileRun[] }));
  const failures: string[] = [];
  for (let nth = 1; nth <= options.runs; nth++) {
    for (const { abuse, runs } of rows) {
      printProgress(`${abuse.name}: run ${nth} of ${options.runs}`);
      const db = await databases.with(abuse.seed ?? "none");
      if (db === undefined) {
        failures.push(`${abuse.name}: skipped, as the memory store cannot be filled in advance`);
        continue;
      }
      try {
        runs.push(await measureAbuse(abuse, db, options));
      } catch (error) {
        failures.push(`${abuse.name}: ${error instanceof Error ? error.message : error}`);
        printProgress(failures.at(-1)!);
      }
    }
  }
  const measured = rows.filter(({ runs }) => runs.length > 0)
    .map(({ abuse: { title, connections }, runs }) => ({ title, connections, runs }));
  if (measured.length > 0) {
    print(`Median of ${options.runs} runs of ${options.seconds} s, messages in ${options.db}`);
    print("");
    for (const line of hostileTable(measured)) print(line);
    print("");
  }
  for (const line of failures) print(line);
  return failures.length === 0;
}
