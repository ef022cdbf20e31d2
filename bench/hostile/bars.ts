import { summarize } from "../measure/statistics.ts";
import type { OthersOutcome } from "./others.ts";

/** What one run of an abuse came to. */
export interface HostileRun {
  /** Before the abuse begins. */
  readonly quiet: OthersOutcome;
  /** While it is abused. */
  readonly abused: OthersOutcome;
  /**
   * By how much the server's memory grew at most, in bytes, and by how much more when it was abused again; that is
   * `Infinity` where it did not come back to be abused.
   */
  readonly growth: number;
  readonly growthAgain: number;
  /** Cores that the server kept busy, before and meanwhile. */
  readonly quietCores: number;
  readonly cores: number;
  /** What it wrote to its log meanwhile, in characters a second. */
  readonly logged: number;
  /** Frames of the abuse, in a second. */
  readonly rate: number;
  /** Connections of the abuse that the server closed. */
  readonly dropped: number;
}

/** How much later others may be acknowledged than without the abuse, and what is early enough in any case, in milliseconds. */
const MAX_SLOWDOWN = 5;
const EARLY_ENOUGH = 25;

/** How long a newcomer may wait, in milliseconds. */
const MAX_NEWCOMER = 1_000;

/** By how much memory may grow, and by how much more when the abuse comes again, in bytes. */
const MAX_GROWTH = 64 * 1024 * 1024;
const MAX_GROWTH_AGAIN = 8 * 1024 * 1024;

/** Returns the median of a figure over all runs. */
export function medianOf(
  runs: readonly HostileRun[],
  figure: (run: HostileRun) => number,
): number {
  return summarize(runs.map(figure)).median;
}

/**
 * Tells which bars the median of some runs does not hold.
 *
 * @param runs The runs; at least one.
 * @returns Their names.
 */
export function missedBars(runs: readonly HostileRun[]): readonly string[] {
  const median = (figure: (run: HostileRun) => number) => medianOf(runs, figure);
  const mostP99 = Math.max(MAX_SLOWDOWN * median(({ quiet }) => quiet.p99), EARLY_ENOUGH);
  const held = {
    p99: median(({ abused }) => abused.p99) <= mostP99,
    refused: median(({ abused }) => abused.refused) === 0,
    newcomer: median(({ abused }) => abused.newcomer) <= MAX_NEWCOMER,
    "turned away": median(({ abused }) => abused.turnedAway.length) === 0,
    healthz: runs.every(({ abused }) => abused.unhealthy === 0),
    memory: median(({ growth }) => growth) <= MAX_GROWTH,
    "memory again": median(({ growthAgain }) => growthAgain) <= MAX_GROWTH_AGAIN,
  };
  return Object.entries(held).filter(([, isHeld]) => !isHeld).map(([name]) => name);
}
