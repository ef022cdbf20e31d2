import { assertEquals } from "@std/assert";
import { Health } from "./health.ts";

Deno.test("Health reports what works, what fails and what does not answer", async () => {
  const health = new Health({
    store: () => Promise.resolve(17),
    bus: () => Promise.reject(new Error("Cannot reach the bus")),
    clock: () => new Promise(() => {}),
  }, 10);
  assertEquals(await health.report(), {
    store: undefined,
    bus: "Cannot reach the bus",
    clock: "no answer in 0.01 s",
  });
});

Deno.test("Health checks once for all concurrent requests", async () => {
  let asked = 0;
  const answer = Promise.withResolvers<void>();
  const health = new Health({
    store: () => {
      asked++;
      return answer.promise;
    },
  });
  const reports = Array.from({ length: 100 }, () => health.report());
  answer.resolve();
  for (const report of await Promise.all(reports)) assertEquals(report, { store: undefined });
  await health.report();
  assertEquals(asked, 1);
});
