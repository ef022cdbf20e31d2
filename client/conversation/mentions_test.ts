import { assertEquals } from "@std/assert";
import { mentions } from "./mentions.ts";

Deno.test("mentions finds a name as a whole word in any case", () => {
  for (const text of ["@ana", "Ana: oi", "oi, ANA.", "(ana)", "e a Ana-"]) {
    assertEquals(mentions(text, "Ana"), true, text);
  }
  for (const text of ["", "Anabela", "banana", "ana-2", "@ana_b"]) {
    assertEquals(mentions(text, "Ana"), false, text);
  }
  // What is in code or in a URL is no name.
  for (const text of ["`ana`", "```\nAna\n```", "https://a.example/@ana"]) {
    assertEquals(mentions(text, "Ana"), false, text);
  }
  assertEquals(mentions("`Ana` é _ana_", "Ana"), true);
  // Names of one or two characters are words of other sentences, too.
  for (const text of ["@eu, vem?", "só @EU"]) assertEquals(mentions(text, "Eu"), true, text);
  for (const text of ["eu acho", "Eu: não"]) assertEquals(mentions(text, "Eu"), false, text);
});

Deno.test("mentions takes linear time", () => {
  // In quadratic time these would take hours.
  const long = 1_000_000;
  for (const tail of [".", "-", ".-", "\u0301", "x"]) {
    assertEquals(mentions(`Ana${tail.repeat(long)}y`, "Ana"), false);
  }
  assertEquals(mentions(`Ana${".".repeat(long)}`, "Ana"), true);
});
