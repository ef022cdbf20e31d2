import { assertEquals } from "@std/assert";
import { MultiMap } from "./multi_map.ts";

Deno.test("MultiMap returns the values of a key, each once and in order", () => {
  const map = new MultiMap<string, number>();
  assertEquals([map.get("a"), map.has("a")], [[], false]);
  map.add("a", 2);
  map.add("a", 2);
  assertEquals(map.get("a"), [2]);
  map.add("a", 1);
  map.add("a", 3);
  map.add("a", 1);
  map.add("b", 9);
  assertEquals([map.get("a"), map.get("b"), [...map.keys()]], [[2, 1, 3], [9], ["a", "b"]]);
});

Deno.test("MultiMap forgets a key with its last value", () => {
  const map = new MultiMap<string, number>();
  for (const value of [1, 2, 3]) map.add("a", value);
  map.delete("a", 2);
  map.delete("a", 2);
  assertEquals(map.get("a"), [1, 3]);
  map.delete("a", 1);
  map.delete("a", 1);
  assertEquals(map.get("a"), [3]);
  map.delete("a", 3);
  map.delete("a", 3);
  assertEquals([map.has("a"), [...map.keys()]], [false, []]);
});

Deno.test("MultiMap tells a value that is a set from several values", () => {
  const map = new MultiMap<string, Set<number>>();
  const set = new Set([1, 2]);
  map.add("a", set);
  assertEquals(map.get("a"), [set]);
  map.delete("a", set);
  assertEquals(map.get("a"), []);
});
