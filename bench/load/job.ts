import type { WireName } from "../wires/wires.ts";

/** Rooms and their clients. */
export interface CrowdShape {
  readonly rooms: number;
  /** Receiving clients per room. */
  readonly members: number;
  /** Sending clients per room, in addition to the members. */
  readonly senders: number;
  /** Additional members of the first room that never read; 0 by default. */
  readonly stuck?: number;
  /** Length of a text in bytes; 100 by default. */
  readonly textBytes?: number;
}

/** How the generator waits: asleep as a client does, or polling, so that the time to wake it does not count. */
export type Waiting = "sleep" | "spin";

/** Keeps a number of messages in flight and counts deliveries. */
export interface ThroughputJob {
  readonly kind: "throughput";
  readonly shape: CrowdShape;
  /** Messages in flight in all rooms together. */
  readonly window: number;
  readonly waiting: Waiting;
}

/** Sends at a fixed rate and measures the time to each member. */
export interface LatencyJob {
  readonly kind: "latency";
  readonly shape: CrowdShape;
  /** Messages per second. */
  readonly rate: number;
  readonly waiting: Waiting;
}

/** Opens idle connections and measures the server's memory. */
export interface IdleJob {
  readonly kind: "idle";
  readonly connections: number;
}

/** What the load generator measures. */
export type Job = ThroughputJob | LatencyJob | IdleJob;

/** Argument of a loop that needs no server, as JSON. */
export interface LoopRun {
  readonly job: Job;
  readonly warmup: number;
  readonly seconds: number;
}

/** Argument of the load generator, as JSON. */
export interface LoadRun extends LoopRun {
  readonly wire: WireName;
  readonly port: number;
  /** Whether the port speaks TLS; false by default. */
  readonly isEncrypted?: boolean;
  /** Process of the server, whose processor time and memory are measured. */
  readonly pid: number;
}

/** Output of the load generator, as JSON. */
export interface LoadResult {
  /** Values by the names of metrics. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Processor cores that the server used. */
  readonly serverCores: number;
  /** Processor cores that the generator used. */
  readonly generatorCores: number;
  /** Processor cores that all other processes used. */
  readonly otherCores: number;
}
