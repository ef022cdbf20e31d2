import { assertEquals } from "@std/assert";
import { matchesTerms, toSearchTerms } from "./terms.ts";

Deno.test("toSearchTerms returns each word once, without case and accents", () => {
  assertEquals(toSearchTerms("Maçã, MACA e maca; 7"), ["maca", "e", "7"]);
  assertEquals(toSearchTerms("…"), []);
});

Deno.test("a single letter or digit matches itself unless it is a word of its own", () => {
  const matches = (text: string, terms: string) => matchesTerms(text, toSearchTerms(terms));
  assertEquals(["a b", "ab", "ÁB", "á"].map((text) => matches(text, "a")), [
    true,
    false,
    false,
    true,
  ]);
  assertEquals(["7", "70"].map((text) => matches(text, "7")), [true, false]);
  // Outside the Basic Multilingual Plane a letter has two code units.
  assertEquals(["𝕏", "𝕏a"].map((text) => matches(text, "𝕏")), [true, false]);
  assertEquals(
    ["犬がいる", "ねこ", "가다"].map((text, nth) => matches(text, ["犬", "ね", "가"][nth]!)),
    [
      ...[true, true, true],
    ],
  );
  assertEquals(matches("casa amarela", "am ca"), true);
});
