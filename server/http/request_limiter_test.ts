import { assertEquals } from "@std/assert";
import { RequestLimiters } from "./request_limiter.ts";

/** Takes requests; returns how long the last one waits. */
function last(limiter: { take(now: number): number }, count: number): number {
  let wait = 0;
  for (let nth = 0; nth < count; nth++) wait = limiter.take(0);
  return Math.round(wait);
}

Deno.test("RequestLimiter limits a connection to a burst, then to a rate", () => {
  const limiters = new RequestLimiters();
  const limiter = limiters.open(undefined);
  assertEquals(last(limiter, 50), 0);
  assertEquals(last(limiter, 20), 1_000);
  // Only the connection is limited, because its address is exempt.
  assertEquals(last(limiters.open(undefined), 50), 0);
});

Deno.test("RequestLimiter counts all connections of an address together", () => {
  const limiters = new RequestLimiters();
  for (let count = 0; count < 10; count++) {
    assertEquals(last(limiters.open("203.0.113.7"), 50), 0);
  }
  assertEquals(last(limiters.open("203.0.113.7"), 1), 10);
  assertEquals(last(limiters.open("203.0.113.8"), 1), 0);
});

Deno.test("RequestLimiter counts a long response as several requests", () => {
  const limiter = new RequestLimiters().open(undefined);
  for (let nth = 0; nth < 10; nth++) {
    assertEquals(limiter.take(0), 0);
    limiter.charge(4 * 64 * 1024, 0);
  }
  assertEquals(Math.round(limiter.take(0)), 50);
});
