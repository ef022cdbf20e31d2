import { assertEquals } from "@std/assert";
import { type HostileRun, missedBounds } from "./bounds.ts";
import type { OthersOutcome } from "./others.ts";

const MEBIBYTE = 1024 * 1024;

const FINE: OthersOutcome = {
  ...{ p50: 1, p99: 4, refused: 0, joinTime: 20, rejected: [], unhealthy: 0 },
};

function run(abused: Partial<OthersOutcome>, more: Partial<HostileRun> = {}): HostileRun {
  return {
    quiet: FINE,
    abused: { ...FINE, ...abused },
    ...{ growth: 0, growthAgain: 0, quietCores: 0, cores: 0, logged: 0, rate: 0, dropped: 0 },
    ...more,
  };
}

Deno.test("missedBounds compares the median of the runs with the bounds, not the worst", () => {
  assertEquals(missedBounds([run({}), run({ p99: 900 }), run({})]), []);
  assertEquals(missedBounds([run({ p99: 900 }), run({ p99: 900 }), run({})]), ["p99"]);
});

Deno.test("missedBounds allows five times the quiet time, and 25 ms at least", () => {
  assertEquals(missedBounds([run({ p99: 25 })]), []);
  assertEquals(missedBounds([run({ p99: 26 })]), ["p99"]);
  assertEquals(missedBounds([run({ p99: 26 }, { quiet: { ...FINE, p99: 6 } })]), []);
});

Deno.test("missedBounds names each bound that is exceeded", () => {
  const abused = { refused: 1, joinTime: 1_001, rejected: ["busy"], unhealthy: 1 };
  const grown = { growth: 65 * MEBIBYTE, growthAgain: 9 * MEBIBYTE };
  assertEquals(missedBounds([run(abused, grown)]), [
    ...["refused", "join time", "rejected", "healthz", "memory", "memory again"],
  ]);
});

Deno.test("missedBounds requires a healthy /healthz in each run", () => {
  assertEquals(missedBounds([run({}), run({ unhealthy: 1 }), run({})]), ["healthz"]);
});
