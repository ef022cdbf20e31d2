import { cpuSeconds } from "../../measure/cpu.ts";
import { summarize } from "../../measure/statistics.ts";
import type { BenchOptions } from "../../options.ts";
import { printProgress } from "../../print.ts";
import { serveCommand } from "../../systems/chat.ts";
import { redis } from "../../systems/peers.ts";
import { ServerProcess } from "../../systems/server_process.ts";
import { TemporaryDirectory } from "../../temporary_directory.ts";
import { CommandProcess } from "../command_process.ts";
import type { Databases } from "../databases.ts";
import { markdown } from "../table.ts";
import type { StormOptions, StormOutcome } from "./storm.ts";

const CLIENTS = 5_000;

/** Timeout until the last client is in, in seconds. */
const TIMEOUT = 60;

/** Result of a run, with the server's processor time in seconds. */
type Run = StormOutcome & { readonly cpu: number };

/** Raises the limit of file descriptors to its maximum: each client takes one at both ends. */
const RAISED = ["sh", "-c", 'ulimit -n $(ulimit -Hn) && exec "$@"', "sh"];

/**
 * Measures how long it takes until many clients that connect at once are in, with this program and with Redis.
 *
 * @param options Number of runs, systems, and the executable to test instead of the source.
 * @param databases Creates the server's database.
 * @returns Lines of a Markdown table.
 */
export async function measureStorm(
  { runs, executable, systems }: BenchOptions,
  databases: Databases,
): Promise<string[]> {
  const results: Record<StormOptions["system"], Run[]> = { chat: [], redis: [] };
  const isChosen = (name: string) => systems.length === 0 || systems.includes(name);
  const obstacle = isChosen("redis") ? await redis.obstacle() : "not chosen";
  if (obstacle !== undefined) printProgress(`Redis: skipped, ${obstacle}`);
  for (let nth = 1; nth <= runs; nth++) {
    printProgress(`storm: run ${nth} of ${runs}`);
    if (isChosen("chat")) {
      const db = await databases.with("rooms") ?? ":memory:";
      const command = serveCommand(["--port", "0", "--db", db], executable);
      await using server = await ServerProcess.start([...RAISED, ...command]);
      results.chat.push(await once("chat", server));
    }
    if (obstacle === undefined) {
      await using directory = new TemporaryDirectory();
      await using server = await redis.start({ directory: directory.path, prefix: RAISED });
      results.redis.push(await once("redis", server));
    }
  }
  return [
    `${CLIENTS.toLocaleString("en")} clients at once, median of ${runs} runs`,
    "",
    ...table(results),
    "",
  ];
}

async function once(system: StormOptions["system"], { port, pid }: ServerProcess): Promise<Run> {
  const options: StormOptions = { system, port, clients: CLIENTS };
  await using storm = await CommandProcess.start<StormOutcome>("./storm/storm.ts", options);
  const before = cpuSeconds(pid);
  const outcome = await storm.run(TIMEOUT);
  for (const reason of outcome.reasons) printProgress(`${system}: ${reason.trim()}`);
  return { ...outcome, cpu: cpuSeconds(pid) - before };
}

function table({ chat, redis }: Record<StormOptions["system"], readonly Run[]>): string[] {
  const rows = [
    { title: "chat, `resume` in three rooms", runs: chat },
    { title: "Redis, `SUBSCRIBE` to three channels", runs: redis },
  ];
  return markdown(
    ["system", "s until all are in", "in", "refused, each run", "CPU s"],
    rows.filter(({ runs }) => runs.length > 0).map(({ title, runs }) => {
      const median = (select: (run: Run) => number) => summarize(runs.map(select)).median;
      return [
        title,
        median(({ seconds }) => seconds).toFixed(2),
        median(({ arrived }) => arrived).toFixed(0),
        runs.map(({ refused }) => refused).join(", "),
        median(({ cpu }) => cpu).toFixed(2),
      ];
    }),
  );
}
