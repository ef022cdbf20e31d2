import { assertEquals } from "@std/assert";
import { completeWords } from "./complete_words.ts";

Deno.test("completeWords ignores case and accents, and keeps the order", () => {
  const words = ["Eva", "Érica", "ERNESTO", "Eva", "João"];
  assertEquals(completeWords(words, "er"), ["Érica", "ERNESTO"]);
  assertEquals(completeWords(words, "É"), ["Eva", "Érica", "ERNESTO"]);
  assertEquals(completeWords(words, "JOÃ"), ["João"]);
  assertEquals(completeWords(words, "x"), []);
});
