import { assertEquals } from "@std/assert";
import { wrap } from "../wrap.ts";
import { hanging } from "./hanging.ts";

Deno.test("hanging sets off the lines of a list from each other", () => {
  const text = "Keys:\n  Alt+A: go to the next room\n  PageUp: scroll\n\nEnd of it all, at last";
  assertEquals(wrap(hanging([{ text: "[SYS] " }, { text }]), { columns: 20, indent: 2 }), [
    "[SYS] Keys:",
    "    Alt+A: go to the",
    "      next room",
    "    PageUp: scroll",
    "  ",
    "  End of it all, at",
    "  last",
  ]);
});

Deno.test("hanging keeps the second column of a table", () => {
  const text = "Keys:\n  Alt+A   go to the next room\n  PageUp  scroll";
  assertEquals(wrap(hanging([{ text }]), { columns: 24, indent: 2 }), [
    "Keys:",
    "    Alt+A   go to the",
    "            next room",
    "    PageUp  scroll",
  ]);
});
