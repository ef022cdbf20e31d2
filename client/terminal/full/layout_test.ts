import { assert, assertEquals } from "@std/assert";
import { type Area, type Layout, layOut } from "./layout.ts";

const CONTENT = { inputRows: 1, hasMembers: true, hasStatus: false };

function areas(layout: Layout): readonly Area[] {
  return Object.values(layout).filter((area) => area !== undefined);
}

Deno.test("layOut shows members from 100 columns on and rooms from 60 on", () => {
  const shown = (columns: number) => {
    const { rooms, members, log } = layOut({ columns, rows: 24 }, CONTENT);
    return [rooms?.columns, members?.columns, log.column, log.columns];
  };
  assertEquals(shown(120), [20, 17, 21, 81]);
  assertEquals(shown(100), [16, 14, 17, 68]);
  assertEquals(shown(99), [16, undefined, 17, 82]);
  assertEquals(shown(60), [14, undefined, 15, 45]);
  assertEquals(shown(59), [undefined, undefined, 0, 59]);
});

Deno.test("layOut divides a small terminal without overlap", () => {
  const { topic, log, bar, input } = layOut({ columns: 40, rows: 12 }, CONTENT);
  assertEquals([topic?.row, log.row, log.rows, bar?.row, input.row], [0, 1, 9, 10, 11]);
  const status = layOut({ columns: 40, rows: 12 }, { ...CONTENT, hasStatus: true });
  assertEquals([status.log.rows, status.status?.row, status.bar?.row], [8, 9, 10]);
});

Deno.test("layOut covers each cell at most once, in any size and with any input", () => {
  for (let columns = 1; columns <= 130; columns++) {
    for (let rows = 1; rows <= 14; rows++) {
      for (const hasStatus of [false, true]) {
        const inputRows = 1 + columns % 7;
        const layout = layOut({ columns, rows }, { ...CONTENT, inputRows, hasStatus });
        const taken = new Set<number>();
        for (const area of areas(layout)) {
          assert(area.rows >= 0 && area.columns >= 1, `${columns}×${rows}`);
          assert(area.row + area.rows <= rows && area.column + area.columns <= columns);
          for (let row = area.row; row < area.row + area.rows; row++) {
            for (let column = area.column; column < area.column + area.columns; column++) {
              const cell = row * columns + column;
              assert(!taken.has(cell), `${columns}×${rows}: ${row}, ${column}`);
              taken.add(cell);
            }
          }
        }
      }
    }
  }
});
