import { assertEquals } from "@std/assert";
import { PrintedLines } from "./printed_lines.ts";

/** Lines named by their first letters, whose rows are as wide as given. */
function printed(widths: Readonly<Record<string, readonly number[]>>): PrintedLines {
  const lines = new PrintedLines();
  lines.add(
    Object.entries(widths).map(([text, rows]) => ({
      line: [{ text }],
      rows: rows.map((width) => "x".repeat(width)),
    })),
  );
  return lines;
}

function taken(lines: PrintedLines, before: number, columns: number, rows = 24): [string, number] {
  const { lines: all, height } = lines.take(before, { columns, rows });
  return [all.map(({ line }) => line[0]!.text).join(""), height];
}

Deno.test("PrintedLines takes back the whole lines on the screen, counting wrapped rows", () => {
  const widths = { a: [10], b: [80, 20], c: [0], d: [41] };
  assertEquals(taken(printed(widths), 80, 120), ["abcd", 5]);
  assertEquals(taken(printed(widths), 80, 120, 4), ["bcd", 4]);
  assertEquals(taken(printed({}), 80, 120), ["", 0]);
});

Deno.test("PrintedLines takes back no more rows than there were, in a narrower terminal", () => {
  const widths = { a: [70], b: [70], c: [20], d: [20] };
  assertEquals(taken(printed(widths), 80, 40), ["bcd", 4]);
  assertEquals(taken(printed(widths), 80, 40, 3), ["cd", 2]);
});

Deno.test("PrintedLines takes a line back once, and leaves the rest to the terminal", () => {
  const lines = printed({ a: [10], b: [10] });
  assertEquals(taken(lines, 80, 40, 1), ["b", 1]);
  assertEquals(taken(lines, 40, 80), ["", 0]);
});

Deno.test("PrintedLines keeps as many lines as the largest terminal shows", () => {
  const lines = new PrintedLines();
  for (let count = 0; count < 1_000; count++) lines.add([{ line: [{ text: "x" }], rows: ["x"] }]);
  const { height } = lines.take(80, { columns: 80, rows: 1_000 });
  assertEquals(height >= 200 && height <= 400, true, `${height}`);
});
