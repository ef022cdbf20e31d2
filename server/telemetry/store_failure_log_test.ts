import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { StoreError } from "../store/store_error.ts";
import type { LogEvent } from "./log.ts";
import { StoreFailureLog } from "./store_failure_log.ts";

Deno.test("StoreFailureLog reports failures every ten seconds and the recovery", () => {
  const lines: LogEvent[] = [];
  let now = 0;
  const failureLog = new StoreFailureLog({ write: (event) => lines.push(event) }, en, () => now);
  const take = () => lines.splice(0);
  failureLog.recover();
  for (let count = 0; count < 1_000; count++) failureLog.fail(new StoreError("Cannot store"));
  assertEquals(take(), [{ event: "store_failed", reason: "Cannot store", failures: 1 }]);
  now = 10_000;
  failureLog.fail(new TypeError("x"));
  assertEquals(take(), [{ event: "store_failed", reason: "TypeError: x", failures: 1_000 }]);
  failureLog.fail(new StoreError("Cannot store"));
  failureLog.recover();
  failureLog.recover();
  assertEquals(take(), [{ event: "store_works", failures: 1 }]);
  // Intermittent failures are not logged each time.
  failureLog.fail(new StoreError("Cannot store"));
  failureLog.recover();
  assertEquals(take(), []);
  now = 20_000;
  failureLog.fail(new StoreError("Cannot store"));
  assertEquals(take(), [{ event: "store_failed", reason: "Cannot store", failures: 2 }]);
});
