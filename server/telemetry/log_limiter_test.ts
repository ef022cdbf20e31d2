import { assertEquals } from "@std/assert";
import type { LogEvent, Suppressed } from "./log.ts";
import { LogLimiter } from "./log_limiter.ts";

type Line = LogEvent & Partial<Suppressed>;

function limiter() {
  const lines: Line[] = [];
  return {
    log: new LogLimiter({ write: (line: Line) => void lines.push(line) }),
    take: () => lines.splice(0),
  };
}

const refusal = (host: string) => ({ event: "rejected", host, reason: "too_many" }) as const;
const action = (by: string, refused?: "forbidden") =>
  ({ event: "moderation", action: "kick", by, ...(refused && { refused }) }) as const;

Deno.test("LogLimiter logs the first rejection at once, then one line a minute", () => {
  const { log, take } = limiter();
  log.write(refusal("203.0.113.7"), "203.0.113.7", 0);
  assertEquals(take(), [refusal("203.0.113.7")]);
  for (let now = 1; now <= 1_000; now++) log.write(refusal(`203.0.113.${now % 9}`), `${now}`, now);
  log.check(59_999);
  assertEquals(take(), []);
  log.check(60_000);
  const [line, ...others] = take();
  assertEquals([line!.more, line!.since instanceof Date, others], [999, true, []]);
  log.write(refusal("203.0.113.7"), "203.0.113.7", 60_001);
  assertEquals(take(), []);
  log.check(120_000);
  assertEquals(take(), [refusal("203.0.113.7")]);
  log.check(180_000);
  assertEquals(take(), []);
});

Deno.test("LogLimiter limits refused actions by source", () => {
  const { log, take } = limiter();
  for (let count = 0; count < 50; count++) log.write(action("Bob", "forbidden"), "bob", 0);
  log.write(action("Eva", "forbidden"), "eva", 0);
  assertEquals(take().map((line) => "by" in line && line.by), [...Array(10).fill("Bob"), "Eva"]);
  log.check(60_000);
  assertEquals(take().map(({ more }) => more), [39]);
});

Deno.test("LogLimiter limits the lines over all sources", () => {
  const { log, take } = limiter();
  for (let count = 0; count < 5_000; count++) {
    log.write(action(`p${count}`, "forbidden"), `p${count}`, 0);
  }
  assertEquals(take().length, 100);
  log.check(60_000);
  assertEquals(take().map(({ more }) => more), [4_899]);
});

Deno.test("LogLimiter tracks a limited number of sources", () => {
  const { log, take } = limiter();
  const connected = (host: string) => ({ event: "connected", host, port: 1 }) as const;
  for (let count = 0; count < 20_000; count++) log.write(connected(`h${count}`), `h${count}`, 0);
  assertEquals(take().length, 12_000);
  log.check(60_000);
  assertEquals(take().map(({ more }) => more), [7_999]);
});

Deno.test("LogLimiter limits actions in rooms apart from refusals", () => {
  const { log, take } = limiter();
  const topic = (by: string) =>
    ({ event: "moderation", action: "topic", by, room: "#a", text: "x" }) as const;
  for (let count = 0; count < 100; count++) log.write(topic("Ana"), "ana", 0);
  log.write(topic("Bia"), "bia", 0);
  log.write(action("Ana", "forbidden"), "ana", 0);
  const lines = take().map((line) => "by" in line && line.by);
  assertEquals(lines, [...Array(60).fill("Ana"), "Bia", "Ana"]);
  log.check(60_000);
  assertEquals(take().map(({ more }) => more), [39]);
});

Deno.test("LogLimiter never drops actions on the whole server or its own events", () => {
  const { log, take } = limiter();
  for (let count = 0; count < 1_000; count++) log.write(action("Ana"), "ana", 0);
  for (let count = 0; count < 10; count++) log.write({ event: "stopping" }, "", 0);
  assertEquals(take().length, 1_010);
});
