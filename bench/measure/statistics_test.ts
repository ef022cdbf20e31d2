import { assertEquals } from "@std/assert";
import { quantile, summarize } from "./statistics.ts";

Deno.test("summarize returns the middle of an odd number of values", () => {
  assertEquals(summarize([5, 1, 100]), { median: 5, min: 1, max: 100 });
});

Deno.test("summarize averages the two middle values of an even number", () => {
  assertEquals(summarize([4, 1, 2, 100]), { median: 3, min: 1, max: 100 });
});

Deno.test("quantile returns the value below which the given fraction lies", () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  assertEquals([0, 0.5, 0.99, 1].map((part) => quantile(values, part)), [0, 50, 99, 99]);
});
