import { assertEquals, assertThrows } from "@std/assert";
import { EDIT_WINDOW, EDIT_WINDOW_FLAG } from "./edit_window.ts";

Deno.test("--edit-window takes seconds or a time with a unit, and for ever", () => {
  const { read, shown } = EDIT_WINDOW_FLAG;
  assertEquals(["0", "90", "15m", "24h", "7d", "0d", "unlimited"].map(read), [
    ...[0, 90_000, 900_000, 86_400_000, 604_800_000, 0, Infinity],
  ]);
  assertEquals(read(shown!), EDIT_WINDOW);
  for (const wrong of ["", "-1", "1.5h", "1w", "24 h", "h", "100001d", "9".repeat(13), "never"]) {
    assertThrows(() => read(wrong), TypeError, "0 | 30s | 15m | 24h | 7d | unlimited", wrong);
  }
});
