import { assertEquals } from "@std/assert";
import { TestHub, TestMember } from "../testing/test_hub.ts";
import { returnTime } from "./return_time.ts";

Deno.test("returnTime grows with the sessions, up to half a minute", () => {
  const times = [1, 500, 501, 5_000, 30_000, 100_000].map((count) => returnTime(count).after);
  assertEquals(times, [undefined, undefined, 501, 5_000, 30_000, 30_000]);
});

Deno.test("a hub that closes tells many members over how long to return", async () => {
  await using hub = new TestHub();
  const members = Array.from({ length: 501 }, (_, nth) => TestMember.in(hub, `p${nth}`));
  await hub.close(AbortSignal.timeout(1_000));
  for (const { closeReason, closeFields } of members) {
    assertEquals([closeReason, closeFields], ["shutting_down", { after: 501 }]);
  }
});
