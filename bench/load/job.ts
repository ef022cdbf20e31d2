import type { WireName } from "../wires/wires.ts";

/** Rooms with people in them. */
export interface CrowdShape {
  readonly rooms: number;
  /** Those who are written to, in each room. */
  readonly members: number;
  /** Those who speak, in each room, beside the members. */
  readonly senders: number;
  /** Those who are members too, in the first room, and never read: 0 if left out. */
  readonly stuck?: number;
  /** Bytes of every text that is said; 100 if left out. */
  readonly textBytes?: number;
}

/**
 * How the generator waits: asleep, as a client does, or looking again and again, so that the time that the machine takes to
 * wake it is no part of the figure.
 */
export type Waiting = "sleep" | "spin";

/** Keeps some messages in flight, and counts what arrives. */
export interface ThroughputJob {
  readonly kind: "throughput";
  readonly shape: CrowdShape;
  /** Messages in flight over all rooms. */
  readonly window: number;
  readonly waiting: Waiting;
}

/** Speaks at a fixed rate, and measures how long each message takes to each member. */
export interface LatencyJob {
  readonly kind: "latency";
  readonly shape: CrowdShape;
  /** Messages a second. */
  readonly rate: number;
  readonly waiting: Waiting;
}

/** Connects, says nothing, and looks at the server's memory. */
export interface IdleJob {
  readonly kind: "idle";
  readonly connections: number;
}

/** What the load generator is to do. */
export type Job = ThroughputJob | LatencyJob | IdleJob;

/** What the load generator's process is started with, as JSON. */
export interface LoadRun {
  readonly job: Job;
  readonly wire: WireName;
  readonly port: number;
  /** The server's process, whose time and memory are looked at. */
  readonly pid: number;
  readonly warmup: number;
  readonly seconds: number;
}

/** What the load generator's process writes to its output, as JSON. */
export interface LoadResult {
  /** What was measured, by its name. */
  readonly figures: Readonly<Record<string, number>>;
  /** How many cores the server kept busy meanwhile. */
  readonly serverCores: number;
  /** How many cores the generator itself kept busy. */
  readonly generatorCores: number;
  /** How many cores everything else on the machine kept busy. */
  readonly otherCores: number;
}
