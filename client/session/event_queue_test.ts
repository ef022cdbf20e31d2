import { assertEquals } from "@std/assert";
import { EventQueue } from "./event_queue.ts";

Deno.test("EventQueue returns events in order, also those pushed before the iteration", async () => {
  const queue = new EventQueue<number>();
  queue.push(1);
  queue.push(2);
  queueMicrotask(() => {
    queue.push(3);
    queue.close();
  });
  assertEquals(await Array.fromAsync(queue), [1, 2, 3]);
});

Deno.test("EventQueue makes its producer wait while 1,000 events wait", async () => {
  const queue = new EventQueue<number>();
  for (let event = 0; event < 1_000; event++) queue.push(event);
  let isReady = false;
  const ready = queue.ready().then(() => isReady = true);
  await Promise.resolve();
  assertEquals(isReady, false);
  for await (const event of queue) {
    if (event === 0) await ready;
    if (event === 999) break;
  }
  assertEquals(isReady, true);
});

Deno.test("EventQueue holds up no producer once its consumer has left", async () => {
  const queue = new EventQueue<number>();
  queue.push(0);
  for await (const _ of queue) break;
  for (let event = 0; event < 2_000; event++) queue.push(event);
  await queue.ready();
});
