import { summarize } from "../measure/statistics.ts";
import type { OthersOutcome } from "./others.ts";

/** Result of one run of an abuse. */
export interface HostileRun {
  /** Measured before the abuse. */
  readonly quiet: OthersOutcome;
  /** Measured during the abuse. */
  readonly abused: OthersOutcome;
  /**
   * Growth of the server's peak memory during the abuse and again during its repetition, in bytes. The latter is
   * `Infinity` if the server did not accept the repetition's clients.
   */
  readonly growth: number;
  readonly growthAgain: number;
  /** Processor cores that the server used before and during the abuse. */
  readonly quietCores: number;
  readonly cores: number;
  /** Characters that the server logged per second during the abuse. */
  readonly logged: number;
  /** Frames of the abuse per second. */
  readonly rate: number;
  /** Connections of the abuse that the server closed. */
  readonly dropped: number;
}

/** Maximum p99 from `say` to `ack` of others: a multiple of that without the abuse, or this many milliseconds if more. */
const MAX_SLOWDOWN = 5;
const MIN_P99_BOUND = 25;

/** Maximum time from connect to `welcome` of a new client, in milliseconds. */
const MAX_JOIN_TIME = 1_000;

/** Maximum growth of memory during the abuse and during its repetition, in bytes. */
const MAX_GROWTH = 64 * 1024 * 1024;
const MAX_GROWTH_AGAIN = 8 * 1024 * 1024;

/** Returns the median of a value over all runs. */
export function medianOf(
  runs: readonly HostileRun[],
  select: (run: HostileRun) => number,
): number {
  return summarize(runs.map(select)).median;
}

/**
 * Returns the names of the bounds that the median of the runs exceeds.
 *
 * @param runs At least one.
 */
export function missedBounds(runs: readonly HostileRun[]): readonly string[] {
  const median = (select: (run: HostileRun) => number) => medianOf(runs, select);
  const mostP99 = Math.max(MAX_SLOWDOWN * median(({ quiet }) => quiet.p99), MIN_P99_BOUND);
  const held = {
    p99: median(({ abused }) => abused.p99) <= mostP99,
    refused: median(({ abused }) => abused.refused) === 0,
    "join time": median(({ abused }) => abused.joinTime) <= MAX_JOIN_TIME,
    rejected: median(({ abused }) => abused.rejected.length) === 0,
    healthz: runs.every(({ abused }) => abused.unhealthy === 0),
    memory: median(({ growth }) => growth) <= MAX_GROWTH,
    "memory again": median(({ growthAgain }) => growthAgain) <= MAX_GROWTH_AGAIN,
  };
  return Object.entries(held).filter(([, isHeld]) => !isHeld).map(([name]) => name);
}
