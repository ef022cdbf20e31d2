/** The load generator: a process of its own, so that what it costs can be told from what it measures. */
import { WIRES } from "../wires/wires.ts";
import { Crowd } from "./crowd.ts";
import { measureIdle } from "./idle.ts";
import type { Job, LoadResult, LoadRun } from "./job.ts";
import { measureLatency } from "./latency.ts";
import { measureThroughput } from "./throughput.ts";

async function run(order: LoadRun): Promise<LoadResult> {
  const wire = WIRES[order.wire];
  const { job } = order;
  if (job.kind === "idle") return await measureIdle(wire, job, order);
  using crowd = new Crowd(wire, order.port, job.shape);
  const outcome = measure(crowd, job, order);
  crowd.finish();
  return outcome;
}

function measure(crowd: Crowd, job: Exclude<Job, { kind: "idle" }>, order: LoadRun): LoadResult {
  switch (job.kind) {
    case "throughput":
      return measureThroughput(crowd, job, order);
    case "latency":
      return measureLatency(crowd, job, order);
  }
}

const order: LoadRun = JSON.parse(Deno.args[0]!);
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(await run(order))));
