import { assertEquals } from "@std/assert";
import { settledBefore } from "./settled_before.ts";

Deno.test("settledBefore tells whether a promise settled in time and never rejects", async () => {
  const end = new AbortController();
  assertEquals(await settledBefore(Promise.resolve(), end.signal), true);
  assertEquals(await settledBefore(Promise.reject(new Error("no")), end.signal), true);
  const never = settledBefore(new Promise(() => {}), end.signal);
  end.abort();
  assertEquals(await never, false);
  assertEquals(await settledBefore(new Promise(() => {}), end.signal), false);
  assertEquals(await settledBefore(Promise.resolve(), end.signal), true);
});
