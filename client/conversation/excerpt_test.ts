import { assertEquals } from "@std/assert";
import { excerpt } from "./excerpt.ts";

Deno.test("excerpt keeps a short text, and cuts a long one between characters", () => {
  assertEquals(excerpt(" oi\n\n a  todos "), "oi a todos");
  assertEquals(excerpt("a".repeat(40)), "a".repeat(40));
  assertEquals(excerpt("👨‍👩‍👧".repeat(41)), `${"👨‍👩‍👧".repeat(40)}…`);
  assertEquals(excerpt(`${"a".repeat(39)} b`), `${"a".repeat(39)}…`);
});
