import { residentBytes } from "../measure/memory.ts";
import type { Wire } from "../wires/wire.ts";
import type { IdleJob, LoadResult, LoadRun } from "./job.ts";
import { Meter } from "./meter.ts";
import { close, connect, enter } from "./socket.ts";

/** Connections before the first sample: what a server allocates once is not a cost per connection. */
const WARMUP_CONNECTIONS = 100;

/** Pause before memory is sampled, in milliseconds. */
const PAUSE = 1_500;

/** Measures the server's memory per idle connection. */
export async function measureIdle(wire: Wire, job: IdleJob, options: LoadRun): Promise<LoadResult> {
  const fds: number[] = [];
  const enterMany = (count: number) => {
    for (let nth = 0; nth < count; nth++) {
      const fd = connect(options.port);
      const index = fds.push(fd);
      enter(fd, wire.enter(`u${String(index).padStart(6, "0")}`));
    }
  };
  try {
    enterMany(WARMUP_CONNECTIONS);
    await pause();
    const before = residentBytes(options.pid);
    const meter = new Meter(options.pid);
    enterMany(job.connections);
    await pause();
    const each = (residentBytes(options.pid) - before) / job.connections;
    return meter.stop(() => ({ "bytes each": each }));
  } finally {
    for (const fd of fds) close(fd);
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE));
}
