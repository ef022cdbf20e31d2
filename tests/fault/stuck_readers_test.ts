import { assert } from "@std/assert";
import { summarize } from "../../bench/measure/statistics.ts";
import { runLoad } from "../../bench/run_load.ts";
import { assertNothingLeft } from "../support/assert_nothing_left.ts";
import { testWith } from "../support/needs.ts";
import { mebibytes, processUsage } from "../support/process_usage.ts";
import { startServer } from "../support/server.ts";
import { IS_SOAK, report, size } from "../support/soak.ts";
import { waitUntil } from "../support/wait_until.ts";

/** Members of the room, and how many of them never read. */
const READERS = size(30, 500);
const STUCK = size(3, 50);

/** Messages a second, bytes per message, and seconds: more than the kernel and a send queue hold. */
const RATE = size(200, 25);
const TEXT_BYTES = 4_000;
const SECONDS = size(1, 20);

/** Runs with stuck readers and without, alternating. */
const RUNS = size(1, 3);

/** Factor by which the others may be delayed, and bytes that the server may hold for stuck readers. */
const MAX_SLOWER = 2;
const MAX_BYTES = 64 * 1024 * 1024;

interface Run {
  /** Time within which the others received 99 % of the messages, in milliseconds. */
  readonly p99: number;
  readonly peak: number;
}

async function run(stuck: number): Promise<Run> {
  // Departures are not announced, because the load generator counts bytes.
  const args = [
    "--announce-limit",
    "0",
    "--log",
    "json",
    ...IS_SOAK ? [] : ["--max-send-queue", "262144"],
  ];
  await using server = await startServer({ args });
  let peak = 0;
  const timer = setInterval(() => peak = Math.max(peak, processUsage(server.pid).bytes), 50);
  const shape = { rooms: 1, members: READERS - STUCK, senders: 1, stuck, textBytes: TEXT_BYTES };
  // The load generator fails if one of the others misses a message.
  const { metrics } = await runLoad({
    job: { kind: "latency", shape, rate: RATE, waiting: "sleep" },
    wire: "json",
    port: server.port,
    pid: server.pid,
    warmup: 1,
    seconds: SECONDS,
  }, []).finally(() => clearInterval(timer));
  const expelled = () => server.log.filter((line) => line.includes('"slow_reader"')).length;
  await waitUntil(
    () => expelled() >= stuck,
    () => `${stuck} to be disconnected; ${expelled()} are`,
  );
  await assertNothingLeft(server, ["s0", "u000000"]);
  return { p99: metrics["p99 µs"]! / 1_000, peak };
}

testWith("linux", "stuck readers are disconnected, and the others miss nothing", async () => {
  const without: Run[] = [];
  const beside: Run[] = [];
  for (let nth = 0; nth < RUNS; nth++) {
    without.push(await run(0));
    beside.push(await run(STUCK));
  }
  const [p99, p99Beside] = [without, beside]
    .map((runs) => summarize(runs.map(({ p99 }) => p99)).median) as [number, number];
  const [peak, peakBeside] = [without, beside]
    .map((runs) => summarize(runs.map(({ peak }) => peak)).median) as [number, number];
  report(`${STUCK} of ${READERS} readers stuck, ${RATE} messages a second to all`, {
    "99 % delivered to the others without them within": `${p99.toFixed(1)} ms`,
    "99 % delivered to the others beside them within": `${p99Beside.toFixed(1)} ms`,
    "peak memory without and beside them": `${mebibytes(peak)}, ${mebibytes(peakBeside)}`,
    "disconnected": STUCK,
  });
  assert(peakBeside - peak < MAX_BYTES, `${mebibytes(peakBeside - peak)} more`);
  if (IS_SOAK) assert(p99Beside <= MAX_SLOWER * p99, `${p99Beside} ms, not ${p99} ms`);
});
