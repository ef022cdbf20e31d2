import { assertEquals } from "@std/assert";
import { toTerms } from "../../protocol/text/terms.ts";
import { highlightTerms } from "./highlight_terms.ts";

Deno.test("highlightTerms marks words as the store compares them and keeps the rest", () => {
  const mark = (text: string, terms: string) => highlightTerms(text, toTerms(terms));
  assertEquals(
    mark("Maçã, MAC\u0327A\u0303S e a romã.", "maca"),
    "*Maçã*, *MAC\u0327A\u0303S* e a romã.",
  );
  assertEquals(mark("pão-de-queijo", "QUEI pao"), "*pão*-de-*queijo*");
  assertEquals(mark("amaca", "maca"), "amaca");
});
