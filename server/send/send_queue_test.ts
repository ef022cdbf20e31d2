import { assertEquals } from "@std/assert";
import { nextTick } from "../testing/test_hub.ts";
import { SendQueue } from "./send_queue.ts";

/** Sink whose writes end when the test wants it. */
class SlowSink {
  readonly writes: number[][] = [];
  #resolve: ((count: number) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;

  write(bytes: Uint8Array): Promise<number> {
    this.writes.push([...bytes]);
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  async take(count: number): Promise<void> {
    this.#resolve!(count);
    await nextTick();
  }

  async fail(): Promise<void> {
    this.#reject!(new Error("gone"));
    await nextTick();
  }
}

function bytes(...values: number[]): Uint8Array {
  return new Uint8Array(values);
}

Deno.test("SendQueue writes one tick's pushes at once and joins those that wait", async () => {
  const sink = new SlowSink();
  const sendQueue = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  sendQueue.push(bytes(1));
  sendQueue.push(bytes(2));
  await nextTick();
  sendQueue.push(bytes(3));
  await nextTick();
  sendQueue.push(bytes(4));
  await nextTick();
  assertEquals(sink.writes, [[1, 2]]);
  assertEquals(sendQueue.size, 4);
  await sink.take(2);
  assertEquals(sink.writes, [[1, 2], [3, 4]]);
  await sink.take(2);
  assertEquals(sendQueue.size, 0);
});

Deno.test("SendQueue continues after a partial write", async () => {
  const sink = new SlowSink();
  const sendQueue = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  sendQueue.push(bytes(1, 2, 3));
  await nextTick();
  await sink.take(1);
  await sink.take(2);
  assertEquals(sink.writes, [[1, 2, 3], [2, 3]]);
});

Deno.test("SendQueue reports once that it is full and then accepts nothing", async () => {
  const sink = new SlowSink();
  let overflows = 0;
  const sendQueue = new SendQueue(sink, { limit: 3, onOverflow: () => overflows++ });
  // A single push may exceed the limit.
  sendQueue.push(bytes(1, 2, 3, 4));
  await nextTick();
  sendQueue.push(bytes(5));
  sendQueue.push(bytes(6));
  assertEquals(overflows, 1);
  await sink.take(4);
  sendQueue.push(bytes(7));
  await nextTick();
  assertEquals(sink.writes, [[1, 2, 3, 4]]);
});

Deno.test("SendQueue closed with last bytes writes them after the write in flight", async () => {
  const sink = new SlowSink();
  const sendQueue = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  sendQueue.push(bytes(1));
  await nextTick();
  sendQueue.push(bytes(2));
  sendQueue.cutTo(bytes(9));
  sendQueue.push(bytes(3));
  await sink.take(1);
  assertEquals(sink.writes, [[1], [9]]);
});

Deno.test("SendQueue drains when all is written or nothing can be written", async () => {
  const sink = new SlowSink();
  const first = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  await first.drain();
  const second = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  second.push(bytes(1));
  const drained = second.drain();
  await nextTick();
  second.push(bytes(2));
  await sink.take(1);
  await drained;
  assertEquals(sink.writes, [[1]]);
  const third = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  third.push(bytes(3));
  const failed = third.drain();
  await nextTick();
  await sink.fail();
  await failed;
  assertEquals(third.size, 0);
});

Deno.test("SendQueue reports a lost peer once, but not a write it abandoned", async () => {
  const sink = new SlowSink();
  const gone: string[] = [];
  const onGone = ({ message }: Error) => void gone.push(message);
  const sendQueue = new SendQueue(sink, { limit: 100, onOverflow: () => {}, onGone });
  sendQueue.push(bytes(1));
  await nextTick();
  sendQueue.push(bytes(2));
  await sink.fail();
  sendQueue.push(bytes(3));
  await nextTick();
  assertEquals(gone, ["gone"]);
  assertEquals(sink.writes, [[1]]);
  const abandoned = new SendQueue(sink, { limit: 100, onOverflow: () => {}, onGone });
  abandoned.push(bytes(4));
  await nextTick();
  abandoned.abandon();
  await sink.fail();
  assertEquals(gone, ["gone"]);
});

Deno.test("SendQueue is flushed once all earlier pushes are written", async () => {
  const sink = new SlowSink();
  const sendQueue = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  await sendQueue.flushed();
  const flushed: string[] = [];
  const note = (name: string) => void sendQueue.flushed().then(() => flushed.push(name));
  sendQueue.push(bytes(1, 2));
  note("one");
  await nextTick();
  sendQueue.push(bytes(3));
  note("other");
  await sink.take(1);
  assertEquals(flushed, []);
  await sink.take(1);
  assertEquals(flushed, ["one"]);
  sendQueue.push(bytes(4));
  await sink.take(1);
  assertEquals([flushed, sendQueue.size], [["one", "other"], 1]);
  note("cut");
  sendQueue.cutTo(bytes(5));
  await nextTick();
  await sink.take(1);
  await sink.take(1);
  assertEquals(flushed, ["one", "other", "cut"]);
});

Deno.test("SendQueue is drained once abandoned, though its write never ends", async () => {
  const sink = new SlowSink();
  const sendQueue = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  sendQueue.push(bytes(1));
  const drained = sendQueue.drain();
  await nextTick();
  sendQueue.abandon();
  await drained;
  assertEquals(sendQueue.size, 0);
});

Deno.test("SendQueue stays empty once abandoned, though its write ends later", async () => {
  const sink = new SlowSink();
  const sendQueue = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  sendQueue.push(bytes(1, 2, 3));
  await nextTick();
  sendQueue.abandon();
  await sink.take(1);
  assertEquals([sendQueue.size, sink.writes.length], [0, 1]);
  await sendQueue.drain();
});

Deno.test("SendQueue tells for how long its write has made no progress", async () => {
  const sink = new SlowSink();
  const sendQueue = new SendQueue(sink, { limit: 100, onOverflow: () => {} });
  assertEquals(sendQueue.stalledFor(1_000), 0);
  sendQueue.push(bytes(1, 2));
  await nextTick();
  assertEquals([2_000, 3_000, 7_000].map((now) => sendQueue.stalledFor(now)), [0, 1_000, 5_000]);
  await sink.take(1);
  assertEquals([8_000, 9_000].map((now) => sendQueue.stalledFor(now)), [0, 1_000]);
  await sink.take(1);
  assertEquals(sendQueue.stalledFor(10_000), 0);
});
