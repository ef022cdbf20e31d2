import { assert, assertEquals } from "@std/assert";
import { SharedTimer } from "./shared_timer.ts";

Deno.test("SharedTimer calls in order of time and never early", async () => {
  const timer = new SharedTimer();
  const calls: { readonly index: number; readonly now: number }[] = [];
  const last = Promise.withResolvers<void>();
  const due = [40, 10, 60, 25].map((time, index) =>
    timer.set(time, () => {
      if (calls.push({ index, now: performance.now() }) === 4) last.resolve();
    }).at
  );
  await last.promise;
  assertEquals(calls.map(({ index }) => due[index]), due.toSorted((one, other) => one - other));
  for (const { index, now } of calls) assert(now >= due[index]!);
});

Deno.test("SharedTimer drops cancelled calls and stops with the last one", async () => {
  const timer = new SharedTimer();
  const calls: string[] = [];
  const second = Promise.withResolvers<void>();
  const first = timer.set(5, () => calls.push("first"));
  timer.set(10, second.resolve);
  timer.clear(first);
  timer.clear(first);
  await second.promise;
  timer.clear(timer.set(60_000, () => calls.push("late")));
  // A running interval would fail the test's sanitizer.
  assertEquals(calls, []);
});

Deno.test("SharedTimer accepts new calls during a call", async () => {
  const timer = new SharedTimer();
  const done = Promise.withResolvers<void>();
  timer.set(1, () => timer.set(1, done.resolve));
  await done.promise;
});
