import { assertEquals } from "@std/assert";
import { showTime } from "./show_time.ts";

Deno.test("showTime uses the largest unit of which a time is a multiple", () => {
  const times = [1_000, 90_000, 60_000, 900_000, 3_600_000, 86_400_000, 604_800_000];
  assertEquals(times.map(showTime), ["1 s", "90 s", "1 min", "15 min", "1 h", "24 h", "7 d"]);
});
