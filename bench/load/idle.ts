import { residentBytes } from "../measure/memory.ts";
import type { Wire } from "../wires/wire.ts";
import type { IdleJob, LoadResult, LoadRun } from "./job.ts";
import { Meter } from "./meter.ts";
import { close, connect, enter } from "./socket.ts";

/** Connections before the first look: what a server sets up once is no cost of each. */
const FIRST = 100;

/** How long the server is left alone before its memory is looked at, in milliseconds. */
const REST = 1_500;

/** Connects many who say nothing, and tells what each costs the server. */
export async function measureIdle(wire: Wire, job: IdleJob, order: LoadRun): Promise<LoadResult> {
  const fds: number[] = [];
  const enterMany = (count: number) => {
    for (let nth = 0; nth < count; nth++) {
      const fd = connect(order.port);
      const index = fds.push(fd);
      enter(fd, wire.enter(`u${String(index).padStart(6, "0")}`));
    }
  };
  try {
    enterMany(FIRST);
    await rest();
    const before = residentBytes(order.pid);
    const meter = new Meter(order.pid);
    enterMany(job.connections);
    await rest();
    const each = (residentBytes(order.pid) - before) / job.connections;
    return meter.stop(() => ({ "bytes each": each }));
  } finally {
    for (const fd of fds) close(fd);
  }
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, REST));
}
