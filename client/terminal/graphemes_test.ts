import { assertEquals } from "@std/assert";
import stringWidth from "string-width";
import { graphemes, width } from "./graphemes.ts";

Deno.test("Latin letters, punctuation and lines are as wide as string-width says, and stay single", () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  for (let code = 0; code < 0x2600; code++) {
    // Twice, so that a character that joins others would do so.
    const text = String.fromCharCode(code, code);
    assertEquals([text, width(text)], [text, stringWidth(text)]);
    const expected = Array.from(segmenter.segment(text), ({ segment }) => segment);
    assertEquals([...graphemes(text)], expected);
  }
});
