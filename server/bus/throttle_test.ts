import { assertEquals } from "@std/assert";
import { Throttle } from "./throttle.ts";

Deno.test("Throttle acts at once, then once more for all calls meanwhile", async () => {
  let count = 0;
  let onAction = () => {};
  const throttle = new Throttle(() => {
    count++;
    onAction();
  }, 20);
  const acted = () => new Promise<void>((resolve) => onAction = resolve);
  for (let asked = 0; asked < 1_000; asked++) throttle.run();
  assertEquals(count, 1);
  const second = acted();
  await second;
  assertEquals(count, 2);
  const third = acted();
  for (let asked = 0; asked < 1_000; asked++) throttle.run();
  await third;
  assertEquals(count, 3);
  throttle.close();
  throttle.run();
  assertEquals(count, 3);
});
