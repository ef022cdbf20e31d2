import { assertEquals } from "@std/assert";
import { type HostileRun, missedBars } from "./bars.ts";
import type { OthersOutcome } from "./others.ts";

const MEBIBYTE = 1024 * 1024;

const FINE: OthersOutcome = {
  ...{ p50: 1, p99: 4, refused: 0, newcomer: 20, turnedAway: [], unhealthy: 0 },
};

function run(abused: Partial<OthersOutcome>, more: Partial<HostileRun> = {}): HostileRun {
  return {
    quiet: FINE,
    abused: { ...FINE, ...abused },
    ...{ growth: 0, growthAgain: 0, quietCores: 0, cores: 0, logged: 0, rate: 0, dropped: 0 },
    ...more,
  };
}

Deno.test("missedBars compares the median of the runs with the bars, not the worst", () => {
  assertEquals(missedBars([run({}), run({ p99: 900 }), run({})]), []);
  assertEquals(missedBars([run({ p99: 900 }), run({ p99: 900 }), run({})]), ["p99"]);
});

Deno.test("missedBars allows five times the quiet time, and 25 ms at least", () => {
  assertEquals(missedBars([run({ p99: 25 })]), []);
  assertEquals(missedBars([run({ p99: 26 })]), ["p99"]);
  assertEquals(missedBars([run({ p99: 26 }, { quiet: { ...FINE, p99: 6 } })]), []);
});

Deno.test("missedBars names each bar that is missed", () => {
  const abused = { refused: 1, newcomer: 1_001, turnedAway: ["busy"], unhealthy: 1 };
  const grown = { growth: 65 * MEBIBYTE, growthAgain: 9 * MEBIBYTE };
  assertEquals(missedBars([run(abused, grown)]), [
    ...["refused", "newcomer", "turned away", "healthz", "memory", "memory again"],
  ]);
});

Deno.test("missedBars requires a healthy /healthz in each run", () => {
  assertEquals(missedBars([run({}), run({ unhealthy: 1 }), run({})]), ["healthz"]);
});
