import { delay } from "@std/async/delay";
import { cpuSeconds } from "../measure/cpu.ts";
import { residentBytes } from "../measure/memory.ts";
import { serveCommand, WEB_LISTENING } from "../systems/chat.ts";
import { freePort, ServerProcess } from "../systems/server_process.ts";
import type { Abuse } from "./abuse.ts";
import type { AbuseOutcome, AbuserOrder } from "./abuser.ts";
import type { HostileRun } from "./bars.ts";
import { CommandProcess } from "./command_process.ts";
import type { OthersOrder, OthersOutcome } from "./others.ts";

/** How a run is made. */
export interface RunOptions {
  readonly seconds: number;
  readonly warmup: number;
  readonly executable: string | undefined;
}

/** How long the server is left alone after an abuse, in milliseconds. */
const REST = 2_000;

/** How often the server's memory is looked at, in milliseconds. */
const LOOK = 50;

/** Every limit is what it is by default, but they count for connections of this machine as for others. */
const FLAGS = ["--limit-loopback", "--lang", "en"];

/** A process's memory and processor time while something else goes on. */
async function watch<T>(
  { pid }: ServerProcess,
  during: Promise<T>,
): Promise<{ readonly result: T; readonly peak: number; readonly cores: number }> {
  let peak = 0;
  const look = () => peak = Math.max(peak, residentBytes(pid));
  const timer = setInterval(look, LOOK);
  const [begun, cpu] = [performance.now(), cpuSeconds(pid)];
  try {
    const result = await during;
    look();
    const seconds = (performance.now() - begun) / 1_000;
    return { result, peak, cores: (cpuSeconds(pid) - cpu) / seconds };
  } finally {
    clearInterval(timer);
  }
}

/**
 * Measures what others notice of an abuse, on a server of its own.
 *
 * @param abuse The abuse.
 * @param db Where the server keeps its messages; what the abuse needs is there.
 * @param options For how long.
 */
export async function measureAbuse(
  abuse: Abuse,
  db: string,
  { seconds, warmup, executable }: RunOptions,
): Promise<HostileRun> {
  const [port, webPort] = [freePort(), freePort()];
  const flags = [...FLAGS, "--port", `${port}`, "--web", `${webPort}`, "--db", db];
  await using server = await ServerProcess.start(serveCommand(flags, executable), {
    listening: WEB_LISTENING,
  });
  const run = crypto.randomUUID().slice(0, 4);
  const order: OthersOrder = {
    ...{ port, webPort, prefix: `o${run}` },
    hasPasswords: abuse.hasPasswords === true,
  };
  await using others = await CommandProcess.start<OthersOutcome>("./others.ts", order);
  if (warmup > 0) await others.run(warmup);
  const quiet = await watch(server, others.run(seconds));
  const once = async (round: string, from: string) => {
    const order: AbuserOrder = {
      ...{ abuse: abuse.name, prefix: `${round}${run}`, from },
      port: abuse.isWeb ? webPort : port,
    };
    await using abuser = await CommandProcess.start<AbuseOutcome>("./abuser.ts", order);
    const logged = server.logged;
    const both = Promise.all([others.run(seconds), abuser.run(seconds)]);
    const { result: [abused, { sent, dropped }], peak, cores } = await watch(server, both);
    return { abused, peak, cores, sent, dropped, logged: server.logged - logged };
  };
  const first = await once("a", "127.0.0.2");
  await delay(REST);
  // A server that is still stuck lets no client in, and is measured no further.
  const again = await once("b", "127.0.0.3").catch(() => undefined);
  return {
    quiet: quiet.result,
    abused: first.abused,
    growth: first.peak - quiet.peak,
    growthAgain: again === undefined ? Infinity : again.peak - first.peak,
    quietCores: quiet.cores,
    cores: first.cores,
    logged: first.logged / seconds,
    rate: first.sent / seconds,
    dropped: first.dropped,
  };
}
