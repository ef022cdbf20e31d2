import { assertEquals } from "@std/assert";
import { MOST_LINES, Recall } from "./line_history.ts";

Deno.test("Recall goes back through the lines and forth to what was begun", () => {
  const recall = new Recall(["um"]);
  recall.add("dois");
  assertEquals(recall.up("começo"), "dois");
  assertEquals(recall.up("dois"), "um");
  assertEquals(recall.up("um"), undefined);
  assertEquals(recall.down(), "dois");
  assertEquals(recall.down(), "começo");
  assertEquals(recall.down(), undefined);
});

Deno.test("Recall adds no line that is empty or the same as the last, and no more than it may hold", () => {
  const added: string[] = [];
  const recall = new Recall([], (line) => added.push(line));
  for (const line of ["a", "a", " ", "b", "a"]) recall.add(line);
  assertEquals(added, ["a", "b", "a"]);
  const many = Array.from({ length: MOST_LINES + 5 }, (_, index) => `${index}`);
  const full = new Recall(many);
  full.add("x");
  let count = 0;
  while (full.up("") !== undefined) count++;
  assertEquals(count, MOST_LINES);
});
