import { assertEquals } from "@std/assert";
import { Measurements } from "./measurement.ts";
import { table } from "./table.ts";

Deno.test("table compares every way of running the program with every peer", () => {
  const measurements = new Measurements();
  const about = { scenario: "one room", metric: "deliveries/s" };
  const chat = { ...about, system: "chat", title: "chat, JSON", isChat: true };
  const text = { ...about, system: "chat-text", title: "chat, text", isChat: true };
  const peer = { ...about, system: "peer", title: "a peer", isChat: false };
  const cores = { serverCores: 1, generatorCores: 0.25, otherCores: 0 };
  for (const value of [3_000, 1_000, 2_000]) measurements.add(chat, value, cores);
  measurements.add(text, 6_000, cores);
  measurements.add(peer, 1_000, cores);
  assertEquals(table(measurements.all), [
    "| scenario | metric       | system     | median |     min – max | chat / it | chat-text / it | server CPU | µs CPU each | load CPU |",
    "| -------- | ------------ | ---------- | -----: | ------------: | --------: | -------------: | ---------: | ----------: | -------: |",
    "| one room | deliveries/s | chat, JSON |  2,000 | 1,000 – 3,000 |           |                |       100% |         500 |      25% |",
    "|          |              | chat, text |  6,000 | 6,000 – 6,000 |           |                |       100% |         167 |      25% |",
    "|          |              | a peer     |  1,000 | 1,000 – 1,000 |      2.00 |           6.00 |       100% |       1,000 |      25% |",
  ]);
});
