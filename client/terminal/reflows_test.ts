import { assertEquals } from "@std/assert";
import { reflows } from "./reflows.ts";

Deno.test("reflows knows terminals by TERM and COLORTERM", () => {
  assertEquals(reflows("tmux-256color", undefined), true);
  assertEquals(reflows("xterm-256color", "truecolor"), true);
  // Windows sets none.
  assertEquals(reflows(undefined, undefined), true);
  assertEquals(reflows("xterm-256color", undefined), false);
  assertEquals(reflows("rxvt-unicode-256color", "rxvt-xpm"), false);
  assertEquals(reflows("screen-256color", "truecolor"), false);
});
