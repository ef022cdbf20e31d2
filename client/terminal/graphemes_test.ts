import { assertEquals } from "@std/assert";
import stringWidth from "string-width";
import { bold, colored, enableStyles, linked } from "./style.ts";
import { graphemes, isMeasurable, loadWidths, width } from "./graphemes.ts";

Deno.test("width is exact for what is measurable before string-width is loaded", () => {
  enableStyles(true);
  const link = linked(colored("página", 200), "http://127.0.0.1/#/jogos");
  for (const text of ["", "Olá, você!", "— “…” →", "⠋ ✗", "a\r\nb\t", bold("negrito"), link]) {
    assertEquals([text, isMeasurable(text), width(text)], [text, true, stringWidth(text)]);
  }
  enableStyles(false);
  for (const text of ["日本", "e\u0301", "👍", "a\u00adb", "\u200b"]) {
    assertEquals([text, isMeasurable(text)], [text, false]);
  }
});

Deno.test("plain characters are as wide as string-width says, and stay single", async () => {
  await loadWidths();
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  for (let code = 0; code < 0x2900; code++) {
    // Twice, so that a character that joins others would do so.
    const text = String.fromCharCode(code, code);
    assertEquals([text, width(text)], [text, stringWidth(text)]);
    const expected = Array.from(segmenter.segment(text), ({ segment }) => segment);
    assertEquals([...graphemes(text)], expected);
  }
});
