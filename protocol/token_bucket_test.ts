import { assertEquals } from "@std/assert";
import { TokenBucket } from "./token_bucket.ts";

Deno.test("TokenBucket gives a burst at once and the rest at its rate", () => {
  const bucket = new TokenBucket({ burst: 3, rate: 10 });
  assertEquals([0, 0, 0, 0, 0].map((now) => bucket.take(now)), [0, 0, 0, 100, 200]);
  assertEquals(bucket.take(200), 100);
});

Deno.test("TokenBucket refills up to its burst", () => {
  const bucket = new TokenBucket({ burst: 2, rate: 10 });
  bucket.take(0);
  bucket.take(0);
  assertEquals([9_000, 9_000, 9_000].map((now) => bucket.take(now)), [0, 0, 100]);
});
