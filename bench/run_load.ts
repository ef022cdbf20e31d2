import { onInterrupt } from "./on_interrupt.ts";
import type { LoadResult, LoadRun, LoopRun } from "./load/job.ts";

const GENERATOR = new URL("./load/main.ts", import.meta.url).pathname;

/** Time that a run may take beyond its duration, in milliseconds: 10,000 clients have to connect. */
const MAX_OVERHEAD = 120_000;

/**
 * Runs the load generator in its own process.
 *
 * @param options What to measure.
 * @param prefix Prefix of the command.
 * @returns The result.
 * @throws {Error} If the generator fails.
 */
export function runLoad(options: LoadRun, prefix: readonly string[]): Promise<LoadResult> {
  return runScript([GENERATOR, JSON.stringify(options)], options, prefix);
}

/**
 * Runs a loop that needs no server in its own process.
 *
 * @param script Path of the loop.
 * @param options What to measure.
 * @param directory An empty directory, for its files.
 * @param prefix Prefix of the command.
 * @returns The result.
 * @throws {Error} If the loop fails.
 */
export function runLoop(
  script: string,
  options: LoopRun,
  directory: string,
  prefix: readonly string[],
): Promise<LoadResult> {
  return runScript([script, JSON.stringify(options), directory], options, prefix);
}

async function runScript(
  script: readonly string[],
  options: LoopRun,
  prefix: readonly string[],
): Promise<LoadResult> {
  const command = [...prefix, Deno.execPath(), "run", "-A", "--no-prompt", ...script];
  const process = new Deno.Command(command[0]!, {
    args: command.slice(1),
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  using _undo = onInterrupt(() => process.kill("SIGKILL"));
  const limit = MAX_OVERHEAD + (options.warmup + options.seconds) * 1_000;
  const timer = setTimeout(() => process.kill("SIGKILL"), limit);
  const { success, stdout, stderr } = await process.output();
  clearTimeout(timer);
  const decoder = new TextDecoder();
  if (success) return JSON.parse(decoder.decode(stdout));
  const said = decoder.decode(stderr).trim();
  throw new Error(said.split("\n").find((line) => line.includes("rror")) ?? "it took too long");
}
