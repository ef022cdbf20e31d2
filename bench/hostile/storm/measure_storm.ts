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

/** One way of running the storm. */
interface Variant extends Pick<StormOptions, "system" | "silence"> {
  readonly title: string;
  /** Flags of `chat serve`. */
  readonly flags: readonly string[];
  readonly runs: Run[];
}

/** Bound on connections without a name that no storm reaches. */
const NO_LIMIT = ["--max-pending", "1000000"];

/** Milliseconds between connect and `hello` of a client far away. */
const LATER = 200;

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
  const variants = await chosenVariants(systems);
  for (let nth = 1; nth <= runs; nth++) {
    for (const variant of variants) {
      printProgress(`storm: run ${nth} of ${runs}, ${variant.title}`);
      await using directory = new TemporaryDirectory();
      await using server = variant.system === "redis"
        ? await redis.start({ directory: directory.path, prefix: RAISED })
        : await startChat(variant, databases, executable);
      variant.runs.push(await once(variant, server));
    }
  }
  return [
    `${CLIENTS.toLocaleString("en")} clients at once, median of ${runs} runs`,
    "",
    ...table(variants),
    "",
  ];
}

async function chosenVariants(systems: readonly string[]): Promise<readonly Variant[]> {
  const isChosen = (name: string) => systems.length === 0 || systems.includes(name);
  const obstacle = isChosen("redis") ? await redis.obstacle() : "not chosen";
  if (obstacle !== undefined) printProgress(`Redis: skipped, ${obstacle}`);
  const chat = (title: string, silence: number, flags: readonly string[]): Variant => ({
    ...{ system: "chat", title: `chat, ${title}`, silence, flags, runs: [] },
  });
  const chats = [
    chat("`hello` at once", 0, []),
    chat("the same, no limit of pending connections", 0, NO_LIMIT),
    chat("`hello` 0.2 s after the connect", LATER, []),
    chat("the same, no limit of pending connections", LATER, NO_LIMIT),
  ];
  const title = "Redis, `SUBSCRIBE` to three channels";
  const peer: Variant = { system: "redis", title, silence: 0, flags: [], runs: [] };
  return [...(isChosen("chat") ? chats : []), ...(obstacle === undefined ? [peer] : [])];
}

async function startChat(
  { flags }: Variant,
  databases: Databases,
  executable: string | undefined,
): Promise<ServerProcess> {
  const db = await databases.with("rooms") ?? ":memory:";
  const command = serveCommand(["--port", "0", "--db", db, ...flags], executable);
  return await ServerProcess.start([...RAISED, ...command]);
}

async function once({ system, silence }: Variant, { port, pid }: ServerProcess): Promise<Run> {
  const options: StormOptions = { system, port, clients: CLIENTS, silence };
  await using storm = await CommandProcess.start<StormOutcome>("./storm/storm.ts", options);
  const before = cpuSeconds(pid);
  const outcome = await storm.run(TIMEOUT);
  for (const reason of outcome.reasons) printProgress(`${system}: ${reason.trim()}`);
  return { ...outcome, cpu: cpuSeconds(pid) - before };
}

function table(variants: readonly Variant[]): string[] {
  return markdown(
    ["system", "s until all are in", "in", "refused, each run", "CPU s"],
    variants.map(({ title, runs }) => {
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
