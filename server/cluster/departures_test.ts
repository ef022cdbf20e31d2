import { assertEquals, assertRejects } from "@std/assert";
import { type Going, Goings } from "./departures.ts";

Deno.test("Goings makes goings known together and in order, and tries again what failed", async () => {
  const calls: Going[][] = [];
  let isFailing = false;
  const left = { room: "#a", roomName: "#a", session: "s1", name: "Ana", identity: "a" };
  const told: unknown[] = [];
  const goings = new Goings((goings) => {
    calls.push([...goings]);
    return isFailing ? Promise.reject(new Error("away")) : Promise.resolve([left]);
  });
  goings.onLeft = (left) => told.push(...left);
  await goings.settled();
  const [one, two, three] = ["s1", "s2", "s3"].map((session) => ({ session, room: null }));
  void goings.add(one!);
  await goings.add(two!);
  assertEquals([calls, told], [[[one!, two!]], [left]]);
  isFailing = true;
  await assertRejects(() => goings.add(three!), Error, "away");
  isFailing = false;
  void goings.add(one!);
  await goings.settled();
  assertEquals(calls.slice(1), [[three!], [three!, one!]]);
  isFailing = true;
  void goings.add(two!);
  await goings.close();
  assertEquals(calls.length, 4);
});
