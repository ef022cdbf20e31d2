import { assertEquals, assertLessOrEqual } from "@std/assert";
import { tick } from "./tick.ts";

/** Runs all pending microtasks without a turn of the event loop. */
async function microtasks(): Promise<void> {
  for (let nth = 0; nth < 20; nth++) await null;
}

Deno.test("a tick stores, then writes, then reads", async () => {
  const done: string[] = [];
  const over = tick.ended().then(() => done.push("read"));
  tick.write({ write: () => done.push("write") });
  tick.append(() => {
    done.push("store");
    // The store receives it at once.
    void Promise.resolve().then(() => tick.write({ write: () => done.push("deliver") }));
  });
  tick.append(() => done.push("store"));
  assertEquals(done, []);
  await over;
  assertEquals(done, ["store", "store", "write", "deliver", "read"]);
});

Deno.test("a tick starts no more writes at a time than the runtime handles", async () => {
  const written: number[] = [];
  for (let nth = 0; nth < 1_000; nth++) tick.write({ write: () => written.push(nth) });
  await microtasks();
  assertLessOrEqual(written.length, 64);
  await tick.ended();
  assertEquals(written, Array.from({ length: 1_000 }, (_, nth) => nth));
});

Deno.test("what is said while a tick is written is stored in the next", async () => {
  const done: string[] = [];
  for (let nth = 0; nth < 100; nth++) tick.write({ write: () => {} });
  await microtasks();
  tick.append(() => done.push("store"));
  await microtasks();
  assertEquals(done, []);
  await tick.ended();
  await tick.ended();
  assertEquals(done, ["store"]);
});
