import { atSignal } from "./at_signal.ts";
import type { LoadResult, LoadRun } from "./load/job.ts";

const GENERATOR = new URL("./load/main.ts", import.meta.url).pathname;

/** What a run may take beside its own length before it is ended, in milliseconds: 10,000 clients have to be let in. */
const MAX_OVERHEAD = 120_000;

/**
 * Runs the load generator as a process of its own.
 *
 * @param order What it is to do.
 * @param prefix What stands before the command line.
 * @returns What it measured.
 * @throws {Error} If it could not.
 */
export async function runLoad(order: LoadRun, prefix: readonly string[]): Promise<LoadResult> {
  const command = [...prefix, Deno.execPath(), "run", "-A", "--no-prompt", GENERATOR];
  const process = new Deno.Command(command[0]!, {
    args: [...command.slice(1), JSON.stringify(order)],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  using _undo = atSignal(() => process.kill("SIGKILL"));
  const limit = MAX_OVERHEAD + (order.warmup + order.seconds) * 1_000;
  const timer = setTimeout(() => process.kill("SIGKILL"), limit);
  const { success, stdout, stderr } = await process.output();
  clearTimeout(timer);
  const decoder = new TextDecoder();
  if (success) return JSON.parse(decoder.decode(stdout));
  const said = decoder.decode(stderr).trim();
  throw new Error(said.split("\n").find((line) => line.includes("rror")) ?? "it took too long");
}
