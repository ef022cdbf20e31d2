import { assertEquals } from "@std/assert";
import type { LogEvent } from "./log.ts";
import { Refusals } from "./refusals.ts";

Deno.test("Refusals tells of the first at once, and of those of the next minute together", () => {
  const events: LogEvent[] = [];
  const refusals = new Refusals({ write: (event) => events.push(event) });
  const take = () => events.splice(0).map((event) => event.event === "refused" && event.more);
  refusals.add("203.0.113.7", "too_many", 0);
  assertEquals(take(), [0]);
  for (let now = 1; now <= 1_000; now++) refusals.add("203.0.113.8", "too_fast", now);
  refusals.check(59_999);
  assertEquals(take(), []);
  refusals.check(60_000);
  assertEquals(take(), [999]);
  refusals.check(120_000);
  assertEquals(take(), []);
});
