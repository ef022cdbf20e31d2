import { cpuSeconds } from "../measure/cpu.ts";
import { residentBytes } from "../measure/memory.ts";
import type { Wire } from "../wires/wire.ts";
import type { IdleJob, LoadResult, LoadRun } from "./job.ts";
import { Meter } from "./meter.ts";
import { close, connect, enter } from "./socket.ts";

/** Connections before the first sample: what a server allocates once is not a cost per connection. */
const WARMUP_CONNECTIONS = 100;

/** Pause before memory is sampled, in milliseconds. */
const PAUSE = 1_500;

/** Measures the server's memory, descriptors and processor time per connection that signs in and then says nothing. */
export async function measureIdle(wire: Wire, job: IdleJob, options: LoadRun): Promise<LoadResult> {
  const fds: number[] = [];
  const enterMany = (count: number) => {
    for (let nth = 0; nth < count; nth++) {
      const fd = connect(options.port, { isEncrypted: options.isEncrypted ?? false });
      const index = fds.push(fd);
      enter(fd, wire.enter(`u${String(index).padStart(6, "0")}`));
    }
  };
  try {
    enterMany(WARMUP_CONNECTIONS);
    await pause();
    const before = residentBytes(options.pid);
    const descriptorsBefore = descriptorsOf(options.pid);
    const cpuBefore = cpuSeconds(options.pid);
    const meter = new Meter(options.pid);
    enterMany(job.connections);
    const cpu = cpuSeconds(options.pid) - cpuBefore;
    await pause();
    return meter.stop(() => ({
      "bytes each": (residentBytes(options.pid) - before) / job.connections,
      "descriptors each": (descriptorsOf(options.pid) - descriptorsBefore) / job.connections,
      "entry cpu µs": 1e6 * cpu / job.connections,
    }));
  } finally {
    for (const fd of fds) close(fd);
  }
}

function descriptorsOf(pid: number): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE));
}
