import { assertEquals } from "@std/assert";
import type { LogEvent } from "./log.ts";
import { StoreError } from "../store/store_error.ts";
import { StoreTrouble } from "./store_failure_log.ts";

Deno.test("StoreTrouble tells of trouble every ten seconds, and of its end", () => {
  const lines: LogEvent[] = [];
  let now = 0;
  const trouble = new StoreTrouble({ write: (event) => lines.push(event) }, () => now);
  const take = () => lines.splice(0);
  trouble.work();
  for (let count = 0; count < 1_000; count++) trouble.fail(new StoreError("Cannot store"));
  assertEquals(take(), [{ event: "store_failed", reason: "Cannot store", failures: 1 }]);
  now = 10_000;
  trouble.fail(new TypeError("x"));
  assertEquals(take(), [{ event: "store_failed", reason: "TypeError: x", failures: 1_000 }]);
  trouble.fail(new StoreError("Cannot store"));
  trouble.work();
  trouble.work();
  assertEquals(take(), [{ event: "store_works", failures: 1 }]);
  // Trouble that comes and goes is not told of each time.
  trouble.fail(new StoreError("Cannot store"));
  trouble.work();
  assertEquals(take(), []);
  now = 20_000;
  trouble.fail(new StoreError("Cannot store"));
  assertEquals(take(), [{ event: "store_failed", reason: "Cannot store", failures: 2 }]);
});
