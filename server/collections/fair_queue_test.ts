import { assertEquals } from "@std/assert";
import { FairQueue } from "./fair_queue.ts";

Deno.test("FairQueue takes turns between addresses, then between their sessions", () => {
  const queue = new FairQueue<string>();
  for (const item of ["a1", "a2", "a3"]) queue.add({ address: "x", session: "a" }, item);
  for (const item of ["b1", "b2"]) queue.add({ address: "x", session: "b" }, item);
  queue.add({ address: "y", session: "c" }, "c1");
  assertEquals(queue.size, 6);
  const taken = Array.from({ length: 4 }, () => queue.take());
  assertEquals(taken, ["a1", "c1", "b1", "a2"]);
  queue.add({ address: "y", session: "c" }, "c2");
  assertEquals(Array.from({ length: 4 }, () => queue.take()), ["b2", "c2", "a3", undefined]);
  assertEquals(queue.size, 0);
});
