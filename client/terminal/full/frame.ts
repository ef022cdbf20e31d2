import type { DrawnScreen } from "./draw_screen.ts";

/** Begins and ends a synchronized update: the terminal shows nothing of it until it is whole. Others ignore it. */
const BEGIN = "\x1b[?2026h";
const END = "\x1b[?2026l";

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";

/** Disables and enables auto-wrap: a row that is too long for the terminal continues in the next one. */
const NO_WRAP = "\x1b[?7l";
const WRAP = "\x1b[?7h";

const CLEAR = "\x1b[H\x1b[2J";

/**
 * Returns the bytes that change what a terminal shows: the rows that differ, as one synchronized update with a hidden cursor.
 *
 * @param before What the terminal shows; `undefined` if that is not known.
 * @param after What it should show.
 * @param extra Bytes that belong to this update and move nothing, such as a bell.
 * @returns Empty if nothing differs.
 */
export function frame(before: DrawnScreen | undefined, after: DrawnScreen, extra = ""): string {
  const isSame = before?.rows.length === after.rows.length;
  let changes = isSame ? "" : CLEAR;
  for (const [index, row] of after.rows.entries()) {
    if (!isSame || before.rows[index] !== row) changes += `${toRow(index)}\x1b[K${row}`;
  }
  const isMoved = before?.row !== after.row || before.before !== after.before;
  if (changes === "" && extra === "" && !isMoved) return "";
  // The text before the cursor is written again, so that the terminal measures it.
  const cursor = `${toRow(after.row)}${after.before}`;
  return `${BEGIN}${HIDE_CURSOR}${NO_WRAP}${changes}${cursor}${WRAP}${SHOW_CURSOR}${extra}${END}`;
}

function toRow(index: number): string {
  return `\x1b[${index + 1};1H`;
}
