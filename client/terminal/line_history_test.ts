import { assertEquals } from "@std/assert";
import { LineHistory, MOST_LINES } from "./line_history.ts";

Deno.test("LineHistory goes back through the lines and forward to the draft", () => {
  const lineHistory = new LineHistory(["um"]);
  lineHistory.add("dois");
  assertEquals(lineHistory.up("começo"), "dois");
  assertEquals(lineHistory.up("dois"), "um");
  assertEquals(lineHistory.up("um"), undefined);
  assertEquals(lineHistory.down(), "dois");
  assertEquals(lineHistory.down(), "começo");
  assertEquals(lineHistory.down(), undefined);
});

Deno.test("LineHistory skips empty and repeated lines and keeps a limited number", () => {
  const added: string[] = [];
  const lineHistory = new LineHistory([], (line) => added.push(line));
  for (const line of ["a", "a", " ", "b", "a"]) lineHistory.add(line);
  assertEquals(added, ["a", "b", "a"]);
  const many = Array.from({ length: MOST_LINES + 5 }, (_, index) => `${index}`);
  const full = new LineHistory(many);
  full.add("x");
  let count = 0;
  while (full.up("") !== undefined) count++;
  assertEquals(count, MOST_LINES);
});
