import { assertEquals } from "@std/assert";
import { turn } from "../testing/test_hub.ts";
import { Outbox } from "./send_queue.ts";

/** A sink whose writes end when the test says so. */
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
    await turn();
  }

  async fail(): Promise<void> {
    this.#reject!(new Error("gone"));
    await turn();
  }
}

function bytes(...values: number[]): Uint8Array {
  return new Uint8Array(values);
}

Deno.test("Outbox writes once what is pushed in one turn, and joins what waits for a write", async () => {
  const sink = new SlowSink();
  const outbox = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  outbox.push(bytes(1));
  outbox.push(bytes(2));
  await turn();
  outbox.push(bytes(3));
  await turn();
  outbox.push(bytes(4));
  await turn();
  assertEquals(sink.writes, [[1, 2]]);
  assertEquals(outbox.size, 4);
  await sink.take(2);
  assertEquals(sink.writes, [[1, 2], [3, 4]]);
  await sink.take(2);
  assertEquals(outbox.size, 0);
});

Deno.test("Outbox goes on where a write took a part", async () => {
  const sink = new SlowSink();
  const outbox = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  outbox.push(bytes(1, 2, 3));
  await turn();
  await sink.take(1);
  await sink.take(2);
  assertEquals(sink.writes, [[1, 2, 3], [2, 3]]);
});

Deno.test("Outbox says once that too much waits, and takes nothing after it", async () => {
  const sink = new SlowSink();
  let overflows = 0;
  const outbox = new Outbox(sink, { limit: 3, onOverflow: () => overflows++ });
  // One push may be larger than the limit.
  outbox.push(bytes(1, 2, 3, 4));
  await turn();
  outbox.push(bytes(5));
  outbox.push(bytes(6));
  assertEquals(overflows, 1);
  await sink.take(4);
  outbox.push(bytes(7));
  await turn();
  assertEquals(sink.writes, [[1, 2, 3, 4]]);
});

Deno.test("Outbox cut to its last words writes them after what is in flight", async () => {
  const sink = new SlowSink();
  const outbox = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  outbox.push(bytes(1));
  await turn();
  outbox.push(bytes(2));
  outbox.cutTo(bytes(9));
  outbox.push(bytes(3));
  await sink.take(1);
  assertEquals(sink.writes, [[1], [9]]);
});

Deno.test("Outbox drains when all is written, or nothing more can be", async () => {
  const sink = new SlowSink();
  const first = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  await first.drain();
  const second = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  second.push(bytes(1));
  const drained = second.drain();
  await turn();
  second.push(bytes(2));
  await sink.take(1);
  await drained;
  assertEquals(sink.writes, [[1]]);
  const third = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  third.push(bytes(3));
  const failed = third.drain();
  await turn();
  await sink.fail();
  await failed;
  assertEquals(third.size, 0);
});

Deno.test("Outbox says once that the peer is gone, and not of a write that it gave up itself", async () => {
  const sink = new SlowSink();
  const gone: string[] = [];
  const onGone = ({ message }: Error) => void gone.push(message);
  const outbox = new Outbox(sink, { limit: 100, onOverflow: () => {}, onGone });
  outbox.push(bytes(1));
  await turn();
  outbox.push(bytes(2));
  await sink.fail();
  outbox.push(bytes(3));
  await turn();
  assertEquals(gone, ["gone"]);
  assertEquals(sink.writes, [[1]]);
  const abandoned = new Outbox(sink, { limit: 100, onOverflow: () => {}, onGone });
  abandoned.push(bytes(4));
  await turn();
  abandoned.abandon();
  await sink.fail();
  assertEquals(gone, ["gone"]);
});

Deno.test("Outbox is flushed when what was pushed before is written, whatever comes after it", async () => {
  const sink = new SlowSink();
  const outbox = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  await outbox.flushed();
  const flushed: string[] = [];
  const note = (name: string) => void outbox.flushed().then(() => flushed.push(name));
  outbox.push(bytes(1, 2));
  note("one");
  await turn();
  outbox.push(bytes(3));
  note("other");
  await sink.take(1);
  assertEquals(flushed, []);
  await sink.take(1);
  assertEquals(flushed, ["one"]);
  outbox.push(bytes(4));
  await sink.take(1);
  assertEquals([flushed, outbox.size], [["one", "other"], 1]);
  note("cut");
  outbox.cutTo(bytes(5));
  await turn();
  await sink.take(1);
  await sink.take(1);
  assertEquals(flushed, ["one", "other", "cut"]);
});

Deno.test("Outbox that is abandoned is drained, though its write never ends", async () => {
  const sink = new SlowSink();
  const outbox = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  outbox.push(bytes(1));
  const drained = outbox.drain();
  await turn();
  outbox.abandon();
  await drained;
  assertEquals(outbox.size, 0);
});

Deno.test("Outbox that is abandoned stays empty, though its write ends after all", async () => {
  const sink = new SlowSink();
  const outbox = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  outbox.push(bytes(1, 2, 3));
  await turn();
  outbox.abandon();
  await sink.take(1);
  assertEquals([outbox.size, sink.writes.length], [0, 1]);
  await outbox.drain();
});

Deno.test("Outbox tells for how long its write has taken nothing", async () => {
  const sink = new SlowSink();
  const outbox = new Outbox(sink, { limit: 100, onOverflow: () => {} });
  assertEquals(outbox.stalledFor(1_000), 0);
  outbox.push(bytes(1, 2));
  await turn();
  assertEquals([2_000, 3_000, 7_000].map((now) => outbox.stalledFor(now)), [0, 1_000, 5_000]);
  await sink.take(1);
  assertEquals([8_000, 9_000].map((now) => outbox.stalledFor(now)), [0, 1_000]);
  await sink.take(1);
  assertEquals(outbox.stalledFor(10_000), 0);
});
