import { assertEquals, assertLessOrEqual } from "@std/assert";
import { turn } from "./tick.ts";

/** Lets the microtasks run that are there, and those that come of them, and nothing else of the event loop. */
async function microtasks(): Promise<void> {
  for (let nth = 0; nth < 20; nth++) await null;
}

Deno.test("A turn ends in one order: what was said is stored, what is there is written, more is asked for", async () => {
  const done: string[] = [];
  const over = turn.over().then(() => done.push("read"));
  turn.write({ write: () => done.push("write") });
  turn.append(() => {
    done.push("store");
    // The store has it at once.
    void Promise.resolve().then(() => turn.write({ write: () => done.push("deliver") }));
  });
  turn.append(() => done.push("store"));
  assertEquals(done, []);
  await over;
  assertEquals(done, ["store", "store", "write", "deliver", "read"]);
});

Deno.test("A turn begins no more writes at a time than the runtime lets succeed", async () => {
  const written: number[] = [];
  for (let nth = 0; nth < 1_000; nth++) turn.write({ write: () => written.push(nth) });
  await microtasks();
  assertLessOrEqual(written.length, 64);
  await turn.over();
  assertEquals(written, Array.from({ length: 1_000 }, (_, nth) => nth));
});

Deno.test("What is said while a turn is written is stored at the end of the next one", async () => {
  const done: string[] = [];
  for (let nth = 0; nth < 100; nth++) turn.write({ write: () => {} });
  await microtasks();
  turn.append(() => done.push("store"));
  await microtasks();
  assertEquals(done, []);
  await turn.over();
  await turn.over();
  assertEquals(done, ["store"]);
});
