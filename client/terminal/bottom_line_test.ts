import { assert, assertEquals } from "@std/assert";
import { draw, erase, render } from "./bottom_line.ts";
import { loadWidths, width } from "./graphemes.ts";

await loadWidths();

const SIZE = { columns: 20, rows: 24 };

/** Renders a line in which `|` marks the cursor. */
function rendered(line: string, size = SIZE, status?: string): string[] {
  const { rows, row, before } = render({
    prompt: "Você: ",
    text: line.replace("|", ""),
    cursor: line.indexOf("|"),
    ...(status !== undefined && { status }),
  }, size);
  assert(rows[row]!.startsWith(before));
  return rows.map((text, index) => index === row ? `${before}|${text.slice(before.length)}` : text);
}

Deno.test("render wraps into indented rows and leaves a column for the cursor", () => {
  assertEquals(rendered("olá|"), ["Você: olá|"]);
  assertEquals(rendered("1234567890123|"), ["Você: 1234567890123|"]);
  assertEquals(rendered("12345678901234|56"), ["Você: 1234567890123", "  4|56"]);
  assertEquals(rendered("1234567890123|456"), ["Você: 1234567890123", "  |456"]);
});

Deno.test("render measures wide characters and never cuts one", () => {
  assertEquals(rendered("天地玄黃宇宙洪荒|"), ["Você: 天地玄黃宇宙", "  洪荒|"]);
  assertEquals(rendered("👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧|👩‍👧"), ["Você: 👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧👩‍👧", "  |👩‍👧"]);
  for (const row of rendered("a漢🇧🇷é".repeat(20) + "|")) assert(width(row) <= SIZE.columns);
});

Deno.test("render shows line breaks as rows and control characters as escapes", () => {
  assertEquals(rendered("um\ndois\n|"), ["Você: um", "  dois", "  |"]);
  assertEquals(rendered("a\tb\u202e|"), ["Você: a\\tb\\u202e|"]);
  const { rows } = render({ prompt: "#\x1b[2J: ", status: "\x07", text: "", cursor: 0 }, SIZE);
  assertEquals(rows, ["\\u0007", "#\\u001b[2J: "]);
});

Deno.test("render shows the part around the cursor if a line is too long", () => {
  const size = { columns: 20, rows: 6 };
  const text = Array.from({ length: 9 }, (_, index) => `${index}`).join("\n");
  assertEquals(rendered(`${text}|`, size), ["  6", "  7", "  8|"]);
  assertEquals(rendered(`|${text}`, size), ["Você: |0", "  1", "  2"]);
  assertEquals(rendered(text.replace("4", "4|"), size), ["  3", "  4|", "  5"]);
});

Deno.test("render puts pending requests above the line, cut to the width", () => {
  assertEquals(rendered("oi|", SIZE, "x".repeat(30)), ["x".repeat(19), "Você: oi|"]);
});

Deno.test("render breaks rows between words, within one only if it is longer than a row", () => {
  const size = { columns: 17, rows: 24 };
  const at = (text: string) => {
    const [before = "", after = ""] = text.split("|");
    const { rows, row } = render(
      { prompt: "> ", text: before + after, cursor: before.length },
      size,
    );
    return { rows, row };
  };
  assertEquals(at("uma palavra comprida|"), { rows: ["> uma palavra ", "  comprida"], row: 1 });
  assertEquals(at("uma palavra |comprida").row, 1);
  assertEquals(at("uma palavra| comprida").row, 0);
  assertEquals(at("a 12345678901234567890|").rows, ["> a ", "  12345678901234", "  567890"]);
  assertEquals(at("a 漢字漢字漢字漢字|").rows, ["> a 漢字漢字漢字", "  漢字"]);
  assertEquals(at("uma\npalavra bem comprida|").rows, ["> uma", "  palavra bem ", "  comprida"]);
});

Deno.test("draw ends at the cursor, and erase returns to where it started", () => {
  const drawing = render({ prompt: "> ", text: "a\nb\nc", cursor: 2 }, SIZE);
  assertEquals(draw(drawing), "\x1b[?7l> a\n  b\n  c\x1b[1A\r  \x1b[?7h");
  assertEquals(erase(drawing, 20), "\x1b[1A\r\x1b[K\x1b[C\x1b[J\r");
  // The terminal became narrower and wrapped the rows.
  const long = render({ prompt: "> ", text: "1234567890123456789", cursor: 19 }, SIZE);
  assertEquals(long.rows.map(width), [19, 4]);
  assertEquals(erase(long, 10), "\x1b[2A\r\x1b[K\x1b[C\x1b[J\r");
});
