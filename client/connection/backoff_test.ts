import { assertEquals } from "@std/assert";
import { backoff } from "./backoff.ts";

Deno.test("backoff doubles from half a second to half a minute", () => {
  const waits = backoff(() => 0);
  const first = Array.from({ length: 8 }, () => waits.next().value);
  assertEquals(first, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  assertEquals(backoff(() => 1).next().value, 250);
});
