import { assertEquals } from "@std/assert";
import { formatTable, wrapText } from "./wrap_text.ts";

Deno.test("wrapText breaks between words only", () => {
  assertEquals(wrapText("one two three", 7), ["one two", "three"]);
  assertEquals(wrapText("a-word-that-is-long and more", 8), ["a-word-that-is-long", "and more"]);
  assertEquals(wrapText("some text (default 5)", 14), ["some text", "(default 5)"]);
  assertEquals(wrapText("one (two three four)", 10), ["one (two", "three", "four)"]);
  assertEquals(wrapText("", 8), [""]);
});

Deno.test("formatTable wraps the right column beside the left one", () => {
  const words = "word ".repeat(20).trim();
  const table = formatTable([["--short", words], [`--${"long".repeat(8)}`, "below"]], 60);
  const rows = table.split("\n");
  assertEquals(rows[0]!.startsWith("  --short  word"), true);
  assertEquals(rows[1]!.startsWith("           word"), true);
  assertEquals(rows.slice(-2), [`  --${"long".repeat(8)}`, "           below"]);
  assertEquals(rows.every((row) => row.length <= 60), true);
});

Deno.test("formatTable has one column where two do not fit", () => {
  assertEquals(
    formatTable([["--tls", "encrypt the connection"]], 20),
    [
      "  --tls",
      "      encrypt the",
      "      connection",
    ].join("\n"),
  );
});
