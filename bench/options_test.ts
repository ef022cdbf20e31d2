import { assertEquals, assertThrows } from "@std/assert";
import { BenchUsageError, parseBenchOptions } from "./options.ts";

const KNOWN = { scenarios: ["one", "two"], systems: ["chat", "redis"] };

Deno.test("parseBenchOptions has a default for everything", () => {
  assertEquals(parseBenchOptions([], KNOWN), {
    only: [],
    systems: [],
    runs: 5,
    seconds: 2,
    warmup: 1,
    executable: undefined,
    bare: undefined,
    scaling: false,
    pin: false,
  });
});

Deno.test("parseBenchOptions refuses what there is not", () => {
  const lines = [["--only", "three"], ["--systems", "irc"], ["--runs", "0"], ["--seconds", "x"], [
    "--fast",
  ], ["now"]];
  for (const line of lines) assertThrows(() => parseBenchOptions(line, KNOWN), BenchUsageError);
});
