import { assertEquals } from "@std/assert";
import { loadWidths, width } from "./graphemes.ts";
import { wrap } from "./wrap.ts";

await loadWidths();

const OPTIONS = { columns: 12, indent: 2 };

function wrapped(text: string): string[] {
  return wrap([{ text }], OPTIONS);
}

Deno.test("wrap breaks between words and indents the following rows", () => {
  assertEquals(wrapped("um dois três quatro"), ["um dois três", "  quatro"]);
  assertEquals(wrapped("um dois trez!a b"), ["um dois", "  trez!a b"]);
  assertEquals(wrapped(""), [""]);
  assertEquals(wrapped("a  b"), ["a  b"]);
});

Deno.test("wrap breaks a word only if it is longer than a row", () => {
  assertEquals(wrapped("ab 12345678901234567"), ["ab 123456789", "  01234567"]);
  assertEquals(wrapped("ab 1234567890"), ["ab", "  1234567890"]);
});

Deno.test("wrap keeps the lines of a text apart", () => {
  assertEquals(wrapped("um\n\n  dois"), ["um", "  ", "    dois"]);
});

Deno.test("wrap breaks beside wide characters and never inside one", () => {
  assertEquals(wrapped("a 天地玄黃宇宙洪荒"), ["a 天地玄黃宇", "  宙洪荒"]);
  assertEquals(wrapped("👩‍👧".repeat(7)), ["👩‍👧".repeat(6), `  ${"👩‍👧"}`]);
  for (const row of wrapped("e\u0301漢🇧🇷x".repeat(20))) {
    assertEquals(width(row) <= OPTIONS.columns, true, row);
  }
});

Deno.test("wrap styles each part in every row, but no indent", () => {
  const style = (text: string) => `<${text}>`;
  const spans = [{ text: "ab", style }, { text: ": " }, { text: "cde fghi jkl", style }];
  assertEquals(wrap(spans, OPTIONS), ["<ab>: <cde fghi>", "  <jkl>"]);
});

Deno.test("wrap starts each row of a part with its lead", () => {
  const lead = [{ text: "│ ", style: (text: string) => `<${text}>` }];
  const quote = { text: "um dois três\n\nab", lead };
  assertEquals(wrap([{ text: "Bob: " }, { text: "\n" }, quote, { text: "\nfim" }], OPTIONS), [
    "Bob: ",
    "  <│ >um dois",
    "  <│ >três",
    "  <│ >",
    "  <│ >ab",
    "  fim",
  ]);
});

Deno.test("wrap shows tabs as spaces up to the next stop", () => {
  assertEquals(wrapped("\ta\tb\n\tc"), ["    a   b", "      c"]);
  assertEquals(wrap([{ text: "\tif\te", lead: [{ text: "│ " }] }], OPTIONS), ["│     if  e"]);
  assertEquals(wrapped("a".repeat(11) + "\tb"), ["a".repeat(11), "  b"]);
});

Deno.test("wrap keeps a part whole, and knows where the terminal wraps it", () => {
  const style = (text: string) => `<${text}>`;
  const whole = (length: number) => ({ text: "h".repeat(length), style, isWhole: true as const });
  const kept = (length: number) =>
    wrap([{ text: "ab (" }, whole(length), { text: ") cd ef" }], { ...OPTIONS, keepsWhole: true });
  assertEquals(kept(8), ["ab", "  (<hhhhhhhh>)", "  cd ef"]);
  assertEquals(kept(12), ["ab (", `  <${"h".repeat(12)}>) cd ef`]);
  assertEquals(kept(16), ["ab (", `  <${"h".repeat(16)}>) cd`, "  ef"]);
  assertEquals(wrap([whole(16)], OPTIONS), [`<${"h".repeat(12)}>`, "  <hhhh>"]);
  // Where rows must not be longer, a part that fits into one stays whole.
  assertEquals(wrap([{ text: "((((" }, whole(9), { text: ")))" }], OPTIONS), [
    "((((",
    "  <hhhhhhhhh>)",
    "  ))",
  ]);
});
