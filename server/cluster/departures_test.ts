import { assertEquals, assertRejects } from "@std/assert";
import { type Departure, Departures } from "./departures.ts";

Deno.test("Departures announces departures in batches, in order, and retries", async () => {
  const calls: Departure[][] = [];
  let isFailing = false;
  const departed = { room: "#a", roomName: "#a", session: "s1", name: "Ana", identity: "a" };
  const told: unknown[] = [];
  const departures = new Departures((departures) => {
    calls.push([...departures]);
    return isFailing ? Promise.reject(new Error("away")) : Promise.resolve([departed]);
  });
  departures.onDeparted = (departed) => told.push(...departed);
  await departures.settled();
  const [one, two, three] = ["s1", "s2", "s3"].map((session) => ({ session, room: null }));
  void departures.add(one!);
  await departures.add(two!);
  assertEquals([calls, told], [[[one!, two!]], [departed]]);
  isFailing = true;
  await assertRejects(() => departures.add(three!), Error, "away");
  isFailing = false;
  void departures.add(one!);
  await departures.settled();
  assertEquals(calls.slice(1), [[three!], [three!, one!]]);
  isFailing = true;
  void departures.add(two!);
  await departures.close();
  assertEquals(calls.length, 4);
});
