import { assertEquals, assertRejects } from "@std/assert";
import { waitUntil } from "./wait_until.ts";

Deno.test("waitUntil looks again until there is a value, and returns it", async () => {
  let looks = 0;
  assertEquals(await waitUntil(() => ++looks === 3 && "third", "the third look"), "third");
});

Deno.test("waitUntil fails after its timeout and says what it waited for", async () => {
  let looks = 0;
  const wait = () =>
    waitUntil(() => ++looks < 0, () => `a look below 0 after ${looks > 0}`, { timeout: 30 });
  await assertRejects(wait, Error, "Timed out waiting for a look below 0 after true");
});
