import { quantile } from "../measure/statistics.ts";
import type { Crowd } from "./crowd.ts";
import type { LatencyJob, LoadResult, LoadRun } from "./job.ts";
import { Meter } from "./meter.ts";
import { Ticker, waitOf } from "./poller.ts";

const MICROSECONDS = 1_000;

/**
 * Sends at a fixed rate and measures the time to each member. The position in a member's bytes tells which message
 * arrived, so nothing is parsed.
 */
export function measureLatency(crowd: Crowd, job: LatencyJob, options: LoadRun): LoadResult {
  using ticker = new Ticker(job.rate);
  const room = crowd.rooms[0]!;
  const members = crowd.bytes.length;
  const tickerIndex = crowd.fds.length;
  crowd.poller.add(ticker.fd, tickerIndex);
  const sentAt: number[] = new Array(room.sent).fill(0);
  const arrived = new Float64Array(members).fill(room.sent);
  let samples: number[] = [];
  const wait = waitOf(job.waiting);
  const pump = (seconds: number) => {
    const until = performance.now() + seconds * 1_000;
    while (performance.now() < until) {
      const count = crowd.poller.wait(wait);
      for (let nth = 0; nth < count; nth++) {
        if (crowd.poller.index(nth) === tickerIndex) {
          for (let ticks = ticker.take(); ticks > 0; ticks--) {
            sentAt.push(performance.now());
            crowd.speak(room, 0, 1);
          }
          continue;
        }
        const member = crowd.receive(nth);
        if (member < 0) continue;
        const now = performance.now();
        const total = crowd.lengths.messagesIn(crowd.bytes[member]!);
        for (let id = arrived[member]!; id < total; id++) samples.push(now - sentAt[id]!);
        arrived[member] = total;
      }
    }
  };
  pump(options.warmup);
  samples = [];
  const meter = new Meter(options.pid);
  pump(options.seconds);
  const sorted = Float64Array.from(samples).sort();
  if (sorted.length === 0) throw new Error("Cannot measure latency as nothing arrived");
  return meter.stop(() => ({
    "p50 µs": quantile(sorted, 0.5) * MICROSECONDS,
    "p99 µs": quantile(sorted, 0.99) * MICROSECONDS,
  }));
}
