import { assertEquals } from "@std/assert";
import type { Unacknowledged } from "../net/tcp_table.ts";
import { nextTick } from "../testing/test_hub.ts";
import { NameProbe } from "./name_probe.ts";

/** Long silence of a client, in milliseconds. */
const IDLE = 60_000;

/** A probe with a clock in seconds; `acks` are what is found at each look. */
function make(answersPing: boolean, acks: readonly (Unacknowledged | undefined)[] = []) {
  let asked = 0;
  const rest = [...acks];
  const probe = new NameProbe({
    answersPing,
    ask: () => void asked++,
    unacknowledged: () => Promise.resolve(rest.shift()),
  });
  /** Checks once a second; returns the second at which the client is gone. */
  const goneWithin = async (from: number, to: number) => {
    for (let second = from; second <= to; second++) {
      if (probe.isGone(second * 1_000)) return second;
      await nextTick();
    }
  };
  return { probe, goneWithin, asked: () => asked };
}

function sent(bytes: number, attempts: number): Unacknowledged {
  return { bytes, attempts };
}

Deno.test("NameProbe gives a client that answers pings 30 seconds", async () => {
  const { probe, goneWithin, asked } = make(true);
  probe.start(0, IDLE);
  for (let second = 1; second < 30; second++) probe.start(second * 1_000, IDLE);
  assertEquals(asked(), 1);
  assertEquals(await goneWithin(0, 60), 30);
});

Deno.test("NameProbe gives no more time when others ask between its end and the check", async () => {
  const { probe, goneWithin, asked } = make(true);
  probe.start(0, IDLE);
  probe.start(30_000, IDLE);
  assertEquals([asked(), await goneWithin(30, 90)], [1, 30]);
});

Deno.test("NameProbe keeps a client that answers, however late others ask", async () => {
  const { probe, goneWithin, asked } = make(true);
  probe.start(0, IDLE);
  assertEquals(await goneWithin(0, 29), undefined);
  probe.end();
  assertEquals(await goneWithin(29, 100), undefined);
  probe.start(100_000, IDLE);
  assertEquals(asked(), 2);
  assertEquals(await goneWithin(100, 200), 130);
});

Deno.test("NameProbe disconnects a text client that acknowledges nothing for 30 seconds", async () => {
  const acks = [4, 5, 6, 6, 6, 7].map((count) => sent(60, count));
  const { probe, goneWithin } = make(false, acks);
  probe.start(0, IDLE);
  assertEquals(await goneWithin(0, 60), 30);
});

Deno.test("NameProbe also counts bytes that are sent meanwhile", async () => {
  const acks = [4, 5, 6, 6, 6, 7].map((count) => sent(60 * count, count));
  const { probe, goneWithin } = make(false, acks);
  probe.start(0, IDLE);
  assertEquals(await goneWithin(0, 60), 30);
});

Deno.test("NameProbe can miss a look, as a row may be missing for a moment", async () => {
  const acks = [sent(60, 4), undefined, sent(60, 6), undefined, undefined, sent(60, 7)];
  const { probe, goneWithin } = make(false, acks);
  probe.start(0, IDLE);
  assertEquals(await goneWithin(0, 60), 30);
});

Deno.test("NameProbe never disconnects a text client that may still be there", async () => {
  const alive: Record<string, readonly (Unacknowledged | undefined)[]> = {
    "all is acknowledged": [sent(0, 0)],
    "later all is acknowledged": [sent(60, 4), sent(60, 5), sent(0, 0), sent(60, 1)],
    "some is acknowledged": [sent(60, 4), sent(50, 5), sent(60, 6), sent(60, 7)],
    "it lost packets, and more were sent": [sent(60, 4), sent(60, 1), sent(60, 5), sent(60, 6)],
    "its window is closed": [...new Array(5).fill(sent(60, 0)), ...new Array(20).fill(sent(60, 1))],
    "nothing can be known": [],
  };
  for (const [name, acks] of Object.entries(alive)) {
    const { probe, goneWithin } = make(false, acks);
    probe.start(0, IDLE);
    assertEquals(await goneWithin(0, 200), undefined, name);
  }
  const { probe, goneWithin } = make(false, [sent(60, 4), sent(60, 5), sent(60, 6), sent(60, 7)]);
  probe.start(0, IDLE);
  assertEquals(await goneWithin(0, 17), undefined);
  // It says something.
  probe.end();
  assertEquals(await goneWithin(18, 200), undefined);
});

Deno.test("NameProbe shows a text client one line in five minutes", () => {
  const { probe, asked } = make(false);
  for (let second = 0; second < 300; second++) probe.start(second * 1_000, IDLE);
  assertEquals(asked(), 1);
  probe.start(300_000, IDLE);
  assertEquals(asked(), 2);
});

Deno.test("NameProbe does not ask a client that was heard a moment ago", () => {
  const { probe, asked } = make(false);
  probe.start(0, 9_000);
  assertEquals(asked(), 0);
  probe.start(1_000, 10_000);
  assertEquals(asked(), 1);
});
