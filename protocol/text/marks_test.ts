import { assertEquals } from "@std/assert";
import { hasLongRun, MAX_MARKS } from "./marks.ts";
import { toPlain, toTerms } from "./terms.ts";

Deno.test("hasLongRun counts the marks that NFKD reorders, and no others", () => {
  const long = [
    `a${"\u0301".repeat(31)}`,
    "\u0301\u0323".repeat(16),
    // A letter that decomposes into a base and three marks.
    `\u1f82${"\u0301".repeat(28)}`,
    // A mark that decomposes into two.
    `a${"\u0344".repeat(16)}`,
    // Half-width Japanese marks.
    "\uff9e".repeat(31),
    // Outside the Basic Multilingual Plane.
    `a${"\u{1e8d0}".repeat(31)}`,
    `fim de ${"x".repeat(5_000)}${"\u0334".repeat(31)}`,
  ];
  for (const text of long) assertEquals(hasLongRun(text), true, JSON.stringify(text));
  const short = [
    "",
    "Olá a todos!",
    "🙂".repeat(100),
    `a${"\u0301".repeat(MAX_MARKS)}b${"\u0301".repeat(MAX_MARKS)}`,
    `\u1f82${"\u0301".repeat(27)}`,
    // Repeated vowel signs of Hindi, as in a drawn-out word.
    `न${"ा".repeat(100)}`,
  ];
  for (const text of short) assertEquals(hasLongRun(text), false, JSON.stringify(text));
});

Deno.test("hasLongRun counts as many marks per character as NFKD has", () => {
  const rest = "\u0323".repeat(MAX_MARKS - 3);
  for (let code = 0x80; code <= 0x1ffff; code++) {
    const character = String.fromCodePoint(code);
    const parts = [...character.normalize("NFKD")];
    // UAX #15 counts U+0345 and marks that are reordered before it.
    const isMark = (part: string) =>
      part === "\u0345" || `\u0345${part}`.normalize("NFD") !== `\u0345${part}`;
    const isStarter = !isMark(parts.at(-1)!);
    if (isStarter && parts.length === 1) continue;
    const marks = isStarter ? 0 : parts.length - parts.findLastIndex((part) => !isMark(part)) - 1;
    const isLong = marks + MAX_MARKS - 3 > MAX_MARKS;
    assertEquals(hasLongRun(`${character}${rest}`), isLong, code.toString(16));
  }
});

Deno.test("toPlain removes marks before it normalizes", () => {
  assertEquals(toPlain("José JOSE\u0301 \u1f82"), "jose jose \u03b1");
  assertEquals(toTerms(`a${"\u0301\u0323".repeat(2_000)}b`), ["ab"]);
  assertEquals(toTerms("हिन्दी"), ["हनद"]);
});
