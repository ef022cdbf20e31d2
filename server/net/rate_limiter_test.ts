import { assertEquals } from "@std/assert";
import { tokensOf } from "../../protocol/framing/tokens_of.ts";
import { RateLimiter } from "./rate_limiter.ts";

/** Takes frames at their times up to an end in milliseconds; returns when they became a flood. */
function takeUntil(rateLimiter: RateLimiter, end: number, rests: boolean): number | undefined {
  for (let now = 0; now < end;) {
    const wait = rateLimiter.take(now);
    if (wait === "flood") return now;
    now += wait;
    if (rests) rateLimiter.idle();
  }
  return undefined;
}

Deno.test("RateLimiter takes a burst at once and the rest at its rate", () => {
  const rateLimiter = new RateLimiter({ burst: 3, perSecond: 10, floodWindow: 60_000 });
  assertEquals([0, 0, 0, 0].map((now) => rateLimiter.take(now)), [0, 0, 0, 100]);
});

Deno.test("RateLimiter tolerates a flood for a while only", () => {
  const options = { burst: 3, perSecond: 10, floodWindow: 2_000 };
  assertEquals(takeUntil(new RateLimiter(options), 60_000, false), 2_000);
  assertEquals(takeUntil(new RateLimiter(options), 1_999, false), undefined);
});

Deno.test("RateLimiter always tolerates a peer that waits for its answers", () => {
  const rateLimiter = new RateLimiter({ burst: 3, perSecond: 10, floodWindow: 2_000 });
  assertEquals(takeUntil(rateLimiter, 60_000, true), undefined);
});

Deno.test("RateLimiter counts a long frame once per KiB", () => {
  const rateLimiter = new RateLimiter({ burst: 3, perSecond: 10, floodWindow: 60_000 });
  assertEquals(rateLimiter.take(0, 16), 1_300);
  assertEquals(
    ["", "a".repeat(1_024), "a".repeat(1_025), "é".repeat(1_024), "👋".repeat(1_024)].map(tokensOf),
    [1, 1, 2, 2, 4],
  );
  assertEquals(tokensOf(new Uint8Array(4_096)), 4);
});
