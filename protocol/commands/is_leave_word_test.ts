import { assertEquals } from "@std/assert";
import { isLeaveWord } from "./is_leave_word.ts";

Deno.test("isLeaveWord finds words that end other programs, alone on a line", () => {
  assertEquals(["exit", " QUIT ", "exit\n"].map(isLeaveWord), [true, true, true]);
  // The first leaves, and so does a command.
  const others = ["sair", "/exit", "q", "exit now", "", "//quit"];
  assertEquals(others.filter(isLeaveWord), []);
});
