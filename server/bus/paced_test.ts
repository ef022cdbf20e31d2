import { assertEquals } from "@std/assert";
import { Paced } from "./paced.ts";

Deno.test("Paced acts at once, and once more for all that was asked meanwhile", async () => {
  let count = 0;
  let onAct = () => {};
  const paced = new Paced(() => {
    count++;
    onAct();
  }, 20);
  const acted = () => new Promise<void>((resolve) => onAct = resolve);
  for (let asked = 0; asked < 1_000; asked++) paced.ask();
  assertEquals(count, 1);
  const second = acted();
  await second;
  assertEquals(count, 2);
  const third = acted();
  for (let asked = 0; asked < 1_000; asked++) paced.ask();
  await third;
  assertEquals(count, 3);
  paced.close();
  paced.ask();
  assertEquals(count, 3);
});
