import { assertEquals, assertThrows } from "@std/assert";
import { BenchUsageError, parseBenchOptions } from "./options.ts";

const KNOWN = { scenarios: ["one", "two"], systems: ["chat", "redis"], hostile: ["marks"] };

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
    quick: false,
    hostile: false,
    db: "sqlite",
  });
});

Deno.test("parseBenchOptions refuses unknown scenarios and flags", () => {
  const lines = [["--only", "three"], ["--systems", "irc"], ["--db", "oracle"], ["--runs", "0"], [
    "--seconds",
    "x",
  ], [
    "--fast",
  ], ["now"]];
  for (const line of lines) assertThrows(() => parseBenchOptions(line, KNOWN), BenchUsageError);
});

Deno.test("parseBenchOptions takes the name of an abuse after --hostile", () => {
  const options = parseBenchOptions(["--only", "marks"], KNOWN);
  assertEquals(options !== "help" && [options.hostile, options.seconds], [true, 4]);
});

Deno.test("parseBenchOptions shortens what --quick does not find given", () => {
  const options = parseBenchOptions(["--quick", "--runs", "3"], KNOWN);
  assertEquals(
    options !== "help" && [options.runs, options.seconds, options.warmup],
    [3, 0.5, 0.3],
  );
});

Deno.test("parseBenchOptions refuses a scenario beside an abuse", () => {
  assertThrows(() => parseBenchOptions(["--only", "one,marks"], KNOWN), BenchUsageError);
});
