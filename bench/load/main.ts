/** The load generator. It has its own process so that its processor time can be measured separately. */
import { WIRES } from "../wires/wires.ts";
import { Crowd } from "./crowd.ts";
import { measureIdle } from "./idle.ts";
import type { Job, LoadResult, LoadRun } from "./job.ts";
import { measureLatency } from "./latency.ts";
import { measureThroughput } from "./throughput.ts";

async function run(options: LoadRun): Promise<LoadResult> {
  const wire = WIRES[options.wire];
  const { job } = options;
  if (job.kind === "idle") return await measureIdle(wire, job, options);
  using crowd = new Crowd(wire, options, job.shape);
  const outcome = measure(crowd, job, options);
  crowd.finish();
  return outcome;
}

function measure(crowd: Crowd, job: Exclude<Job, { kind: "idle" }>, options: LoadRun): LoadResult {
  switch (job.kind) {
    case "throughput":
      return measureThroughput(crowd, job, options);
    case "latency":
      return measureLatency(crowd, job, options);
  }
}

const options: LoadRun = JSON.parse(Deno.args[0]!);
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(await run(options))));
