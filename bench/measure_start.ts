import type { Measurements } from "./measurement.ts";
import type { BenchOptions } from "./options.ts";
import { printProgress } from "./print.ts";
import { chatCommand, ROOT } from "./systems/chat.ts";
import { ServerProcess } from "./systems/server_process.ts";
import { TemporaryDirectory } from "./temporary_directory.ts";

/** Name of the scenario on the command line. */
export const START = "start";

/** Starts per run of the other scenarios: a start is short, and its time varies. */
const STARTS_PER_RUN = 4;

const BARE_SCRIPT = `${ROOT}bench/peers/bare_listen.ts`;

/** A program whose start is measured. */
interface Starter {
  readonly scenario: string;
  readonly system: string;
  readonly title: string;
  readonly isChat: boolean;
  readonly command: readonly string[];
  /** Path of the executable, if it is compiled; its size is measured too. */
  readonly file?: string;
}

/**
 * Measures the time until the server listens, from source and compiled, beside that of a minimal script; and the size of
 * the executables.
 *
 * @returns A line for each measurement that was skipped.
 */
export async function measureStart(
  options: BenchOptions,
  measurements: Measurements,
): Promise<readonly string[]> {
  await using directory = new TemporaryDirectory();
  const { starters, skipped } = await findStarters(options, directory.path);
  for (const { file, command: _, ...about } of starters) {
    if (file === undefined) continue;
    const { size } = await Deno.stat(file);
    measurements.add({ ...about, scenario: "size of the executable", metric: "size" }, size);
  }
  for (let run = 0; run < options.runs * STARTS_PER_RUN; run++) {
    printProgress(`start: ${run + 1} of ${options.runs * STARTS_PER_RUN}`);
    for (const { command, file: _, ...about } of starters) {
      const startedAt = performance.now();
      await using _server = await ServerProcess.start(command);
      measurements.add({ ...about, metric: "start ms" }, performance.now() - startedAt);
    }
  }
  return skipped;
}

async function findStarters(
  { executable, bare }: BenchOptions,
  directory: string,
): Promise<{ starters: readonly Starter[]; skipped: readonly string[] }> {
  const run = [Deno.execPath(), "run", "--no-prompt", `--config=${ROOT}deno.json`];
  const program = { system: "chat", title: "chat", isChat: true };
  const script = { system: "bare", title: "bare Deno.listen", isChat: false };
  const source = { scenario: "start from the source" };
  const starters: Starter[] = [
    { ...source, ...program, command: chatCommand(":memory:") },
    { ...source, ...script, command: [...run, "--allow-net", BARE_SCRIPT] },
  ];
  if (executable === undefined) {
    return { starters, skipped: ["start compiled: skipped, no --executable is given"] };
  }
  const compiled = { scenario: "start compiled" };
  const flags = ["serve", "--port", "0", "--rate", "0", "--db", ":memory:"];
  // Without a slash the command would be looked up in PATH.
  const file = await Deno.realPath(executable);
  starters.push({ ...compiled, ...program, command: [file, ...flags], file });
  const other = bare ?? await compileBare(`${directory}/bare`);
  if (other === undefined) {
    const skipped = [
      "start compiled: no bare script beside it, as deno compile failed; see --bare",
    ];
    return { starters, skipped };
  }
  const bareFile = await Deno.realPath(other);
  starters.push({ ...compiled, ...script, command: [bareFile], file: bareFile });
  return { starters, skipped: [] };
}

async function compileBare(output: string): Promise<string | undefined> {
  const args = [
    "compile",
    "--quiet",
    "--no-config",
    "--no-code-cache",
    "--allow-net",
    "--output",
    output,
    BARE_SCRIPT,
  ];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args,
    stdout: "null",
    stderr: "null",
  }).output();
  return success ? output : undefined;
}
