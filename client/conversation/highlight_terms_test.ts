import { assertEquals } from "@std/assert";
import { toTerms } from "../../protocol/text/terms.ts";
import { findTerms } from "./highlight_terms.ts";

Deno.test("findTerms finds words as the store compares them and keeps the rest", () => {
  const mark = (text: string, terms: string) =>
    findTerms(text, toTerms(terms)).map(({ text, isFound }) => isFound ? `*${text}*` : text)
      .join("");
  assertEquals(
    mark("Maçã, MAC\u0327A\u0303S e a romã.", "maca"),
    "*Maçã*, *MAC\u0327A\u0303S* e a romã.",
  );
  assertEquals(mark("pão-de-queijo", "QUEI pao"), "*pão*-de-*queijo*");
  assertEquals(mark("amaca", "maca"), "amaca");
});
