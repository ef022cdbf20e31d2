import { assertEquals } from "@std/assert";
import { colorCount } from "./color_count.ts";

Deno.test("colorCount goes by TERM, and by COLORTERM where that says more", () => {
  const many = [
    "xterm-256color",
    "tmux-256color",
    "xterm-kitty",
    "foot",
    "xterm-direct",
    undefined,
  ];
  for (const term of many) assertEquals(colorCount(term, undefined), 256, term);
  for (const term of ["xterm", "screen", "linux", "vt100", "ansi", ""]) {
    assertEquals(colorCount(term, undefined), 16, term);
    assertEquals(colorCount(term, ""), 16, term);
    assertEquals(colorCount(term, "truecolor"), 256, term);
  }
});
