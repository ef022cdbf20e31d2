import { assertEquals, assertMatch } from "@std/assert";
import { render } from "../bottom_line.ts";
import { loadWidths, width } from "../graphemes.ts";
import { enableStyles } from "../style.ts";
import { type DrawnScreen, drawScreen, type ScreenContent } from "./draw_screen.ts";
import { frame } from "./frame.ts";

await loadWidths();

const SCREEN: DrawnScreen = { rows: ["um", "dois", "três"], row: 2, before: "tr" };

Deno.test("frame writes the rows that differ, in one synchronized update", () => {
  const next = { ...SCREEN, rows: ["um", "2", "três"] };
  assertEquals(
    frame(SCREEN, next),
    "\x1b[?2026h\x1b[?25l\x1b[?7l\x1b[2;1H\x1b[K2\x1b[3;1Htr\x1b[?7h\x1b[?25h\x1b[?2026l",
  );
  assertEquals(frame(SCREEN, { ...SCREEN }), "");
  assertEquals(
    frame(SCREEN, { ...SCREEN, before: "t" }),
    "\x1b[?2026h\x1b[?25l\x1b[?7l\x1b[3;1Ht\x1b[?7h\x1b[?25h\x1b[?2026l",
  );
});

Deno.test("frame clears the screen when its content is not known or its height changed", () => {
  // deno-lint-ignore no-control-regex
  const all = /^\x1b\[\?2026h\x1b\[\?25l\x1b\[\?7l\x1b\[H\x1b\[2J.*um.*dois.*três/;
  assertMatch(frame(undefined, SCREEN), all);
  assertMatch(frame({ ...SCREEN, rows: ["um"] }, SCREEN), all);
});

const CONTENT: ScreenContent = {
  rooms: [
    { name: "#geral", unread: 0, mentions: 0, isCurrent: true },
    { name: "Bia", unread: 2, mentions: 2, isCurrent: false },
  ],
  topic: { name: "#geral", count: 2, topic: "avisos" },
  members: { names: ["Ana", "Bia"], operators: new Set(["Ana"]), away: new Set(), self: "Ana" },
  status: undefined,
  input: render({ prompt: "Você: ", text: "oi", cursor: 2 }, { columns: 40, rows: 12 }),
  log: ({ columns }) => ["olá".padEnd(columns)],
};

/** Places the parts of a row in their columns, as a terminal does. */
function placed(row: string): string {
  // deno-lint-ignore no-control-regex
  return row.split(/(?=\x1b\[\d+G)/).reduce((line, part) => {
    // deno-lint-ignore no-control-regex
    const [jump = "", column = "1"] = /^\x1b\[(\d+)G/.exec(part) ?? [];
    return line.padEnd(Number(column) - 1) + part.slice(jump.length);
  }, "");
}

Deno.test("drawScreen draws columns where there is room for them", () => {
  enableStyles(false);
  const { rows, row, before } = drawScreen(CONTENT, { columns: 100, rows: 6 });
  assertEquals(rows.map((row) => placed(row).trimEnd()), [
    " #geral (2) · avisos",
    `>1 #geral       │olá${" ".repeat(65)}│@Ana`,
    ` 2 Bia        »2│${" ".repeat(68)}│ Bia`,
    `                │${" ".repeat(68)}│`,
    "─".repeat(100),
    "Você: oi",
  ]);
  assertEquals([row, before], [5, "Você: oi"]);
  for (const row of rows) assertEquals(width(placed(row)), 100);
});

Deno.test("drawScreen at 40×12 has one row for the rooms and, if set, one for the status", () => {
  enableStyles(false);
  const last = (status: string | undefined) =>
    drawScreen({ ...CONTENT, status }, { columns: 40, rows: 12 }).rows.slice(-3)
      .map((row) => row.trimEnd());
  assertEquals(last(undefined), ["", "[1 #geral] · 2 Bia »2", "Você: oi"]);
  assertEquals(last("Conectando…"), ["Conectando…", "[1 #geral] · 2 Bia »2", "Você: oi"]);
});

Deno.test("drawScreen draws as many rows as the terminal has, however small it is", () => {
  for (let columns = 1; columns < 12; columns++) {
    for (let rows = 1; rows < 8; rows++) {
      const size = { columns, rows };
      const text = "uma linha comprida 漢字 de verdade\noutra";
      const input = render({ prompt: "Você: ", text, cursor: 30 }, size);
      const drawn = drawScreen({ ...CONTENT, input, status: "ocupado" }, size);
      assertEquals(drawn.rows.length, rows);
      assertEquals(drawn.row >= 0 && drawn.row < rows, true);
    }
  }
});
