import { assert, assertEquals } from "@std/assert";
import { Pacer } from "./pacer.ts";

/** A pacer whose messages go to an array; `sent` resolves once there are so many. */
function create() {
  const messages: string[] = [];
  let onSent = () => {};
  const pacer = new Pacer((json) => {
    messages.push(json);
    onSent();
  });
  const sent = async (count: number) => {
    while (messages.length < count) await new Promise<void>((resolve) => onSent = resolve);
  };
  return { pacer, messages, sent };
}

const EIGHT = Array.from({ length: 8 }, (_, index) => `${index}`);

Deno.test("Pacer sends a burst at once", () => {
  const { pacer, messages } = create();
  pacer.setRate({ burst: 4, perSecond: 0.01 });
  for (const message of EIGHT) pacer.push(message);
  // One of the burst was `hello`.
  assertEquals([messages, pacer.waiting], [["0", "1", "2"], 5]);
  pacer.stop();
});

Deno.test("Pacer sends what exceeds the burst in order as the rate allows", async () => {
  const { pacer, messages, sent } = create();
  const start = performance.now();
  pacer.setRate({ burst: 4, perSecond: 100 });
  for (const message of EIGHT) pacer.push(message);
  await sent(8);
  assertEquals([messages, pacer.waiting], [EIGHT, 0]);
  // Five more than the burst at 100 a second; timers are not early by more than a millisecond each.
  assert(performance.now() - start >= 45);
});

Deno.test("Pacer lets urgent messages overtake", () => {
  const { pacer, messages } = create();
  pacer.setRate({ burst: 1, perSecond: 1 });
  pacer.push("waits");
  pacer.sendNow("urgent");
  assertEquals([messages, pacer.waiting], [["urgent"], 1]);
  pacer.stop();
  assertEquals(pacer.waiting, 0);
});

Deno.test("Pacer counts a long message once for each KiB", () => {
  const { pacer, messages } = create();
  pacer.setRate({ burst: 5, perSecond: 1 });
  pacer.push("x".repeat(4_000));
  pacer.push("waits");
  assertEquals([messages.length, pacer.waiting], [1, 1]);
  pacer.stop();
});

Deno.test("Pacer sends everything at once to a server without a limit", () => {
  const { pacer, messages } = create();
  pacer.setRate({ burst: 1, perSecond: 0 });
  for (let count = 0; count < 1_000; count++) pacer.push("x");
  assertEquals(messages.length, 1_000);
});
