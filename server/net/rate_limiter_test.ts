import { assertEquals } from "@std/assert";
import { Pace, turnsOf } from "./rate_limiter.ts";

/** Takes one frame after the other, each in its time, up to a time in milliseconds; gives when it was a flood. */
function takeUntil(pace: Pace, end: number, rests: boolean): number | undefined {
  for (let now = 0; now < end;) {
    const wait = pace.take(now);
    if (wait === "flood") return now;
    now += wait;
    if (rests) pace.rest();
  }
  return undefined;
}

Deno.test("Pace takes a burst at once and the rest at its rate", () => {
  const pace = new Pace({ burst: 3, rate: 10, patience: 60_000 });
  assertEquals([0, 0, 0, 0].map((now) => pace.take(now)), [0, 0, 0, 100]);
});

Deno.test("Pace has patience with a peer that has more to say, but not for ever", () => {
  const options = { burst: 3, rate: 10, patience: 2_000 };
  assertEquals(takeUntil(new Pace(options), 60_000, false), 2_000);
  assertEquals(takeUntil(new Pace(options), 1_999, false), undefined);
});

Deno.test("Pace has patience for ever with a peer that waits for its answers", () => {
  const pace = new Pace({ burst: 3, rate: 10, patience: 2_000 });
  assertEquals(takeUntil(pace, 60_000, true), undefined);
});

Deno.test("Pace takes as many turns for a long frame as it has KiB", () => {
  const pace = new Pace({ burst: 3, rate: 10, patience: 60_000 });
  assertEquals(pace.take(0, 16), 1_300);
  assertEquals(
    ["", "a".repeat(1_024), "a".repeat(1_025), "é".repeat(1_024), "👋".repeat(1_024)].map(turnsOf),
    [1, 1, 2, 2, 4],
  );
  assertEquals(turnsOf(new Uint8Array(4_096)), 4);
});
