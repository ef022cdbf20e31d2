import { delay } from "@std/async/delay";
import { cpuSeconds } from "../measure/cpu.ts";
import { residentBytes } from "../measure/memory.ts";
import { serveCommand, WEB_LISTENING } from "../systems/chat.ts";
import { freePort, ServerProcess } from "../systems/server_process.ts";
import type { Abuse } from "./abuse.ts";
import type { AbuseOutcome, AbuserOptions } from "./abuser.ts";
import type { HostileRun } from "./bounds.ts";
import { CommandProcess } from "./command_process.ts";
import type { OthersOptions, OthersOutcome } from "./others.ts";

export interface RunOptions {
  readonly seconds: number;
  readonly warmup: number;
  readonly executable: string | undefined;
}

/** Pause between the abuse and its repetition, in milliseconds. */
const PAUSE = 2_000;

/** Interval of memory samples, in milliseconds. */
const SAMPLE_INTERVAL = 50;

/** Default limits, applied to loopback connections too. */
const FLAGS = ["--limit-loopback", "--lang", "en"];

/** Measures peak memory in bytes and processor cores of a server while a promise is pending. */
async function measureServer<T>(
  { pid }: ServerProcess,
  during: Promise<T>,
): Promise<{ readonly result: T; readonly peak: number; readonly cores: number }> {
  let peak = 0;
  const sample = () => peak = Math.max(peak, residentBytes(pid));
  const timer = setInterval(sample, SAMPLE_INTERVAL);
  const [begun, cpu] = [performance.now(), cpuSeconds(pid)];
  try {
    const result = await during;
    sample();
    const seconds = (performance.now() - begun) / 1_000;
    return { result, peak, cores: (cpuSeconds(pid) - cpu) / seconds };
  } finally {
    clearInterval(timer);
  }
}

/**
 * Measures the effect of an abuse on other clients, on a fresh server.
 *
 * @param abuse The abuse.
 * @param db Database with the messages that the abuse needs.
 * @param options Durations in seconds, and the executable to test instead of the source.
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
  const options: OthersOptions = {
    ...{ port, webPort, prefix: `o${run}` },
    hasPasswords: abuse.hasPasswords === true,
  };
  await using others = await CommandProcess.start<OthersOutcome>("./others.ts", options);
  if (warmup > 0) await others.run(warmup);
  const quiet = await measureServer(server, others.run(seconds));
  const once = async (round: string, from: string) => {
    const options: AbuserOptions = {
      ...{ abuse: abuse.name, prefix: `${round}${run}`, from },
      port: abuse.isWeb ? webPort : port,
    };
    await using abuser = await CommandProcess.start<AbuseOutcome>("./abuser.ts", options);
    const logged = server.logged;
    const both = Promise.all([others.run(seconds), abuser.run(seconds)]);
    const { result: [abused, { sent, dropped }], peak, cores } = await measureServer(server, both);
    return { abused, peak, cores, sent, dropped, logged: server.logged - logged };
  };
  const first = await once("a", "127.0.0.2");
  await delay(PAUSE);
  // A server that is still blocked accepts no client, so the repetition fails.
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
