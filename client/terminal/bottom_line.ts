import { escapeControl } from "../../protocol/text/escape_control.ts";
import { cutTo, graphemes, width } from "./graphemes.ts";

/** Indent of the rows of the input line after its first, in columns. */
const INDENT = 2;

/**
 * Erases the row of the cursor and those below. The rows below are erased from the second column, as tmux copies into its
 * scrollback a screen that is erased from its first cell on: a line typed below a cleared screen would be there once for
 * each key.
 */
const ERASE = "\r\x1b[K\x1b[C\x1b[J\r";

/** Content of the bottom of the terminal. */
export interface Bottom {
  /** Status above the input line; none if absent. */
  readonly status?: string;
  /** Row between the status and the input line; none if absent. */
  readonly activity?: string;
  readonly prompt: string;
  readonly text: string;
  /** Position of the cursor, as an index of the text. */
  readonly cursor: number;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The bottom of the terminal as rows, all shorter than the terminal's width. */
export interface DrawnLine {
  readonly rows: readonly string[];
  /** Index of the row with the cursor. */
  readonly row: number;
  /** Text before the cursor in that row. */
  readonly before: string;
}

/**
 * Lays out the bottom of a terminal. A line too long for a row continues in the next; of one that would take more than half
 * of the terminal, the part around the cursor is shown.
 */
export function render({ status, activity, prompt, text, cursor }: Bottom, size: Size): DrawnLine {
  const columns = Math.max(1, size.columns - 1);
  const rows = [cutTo(escapeControl(prompt), Math.max(1, columns - 2))];
  const starts = rowStarts(text, width(rows[0]!), columns);
  let at = { row: 0, before: rows[0]! };
  const next = () => rows.push(" ".repeat(indentIn(columns)));
  let index = 0;
  for (const grapheme of graphemes(text)) {
    // The cursor is in the row of the character at it.
    if (starts.has(index)) next();
    if (index === cursor) at = { row: rows.length - 1, before: rows.at(-1)! };
    index += grapheme.length;
    if (grapheme === "\n") next();
    else rows[rows.length - 1] += escapeControl(grapheme);
  }
  if (cursor >= index) at = { row: rows.length - 1, before: rows.at(-1)! };
  const most = Math.max(1, Math.floor(size.rows / 2));
  const first = Math.max(0, Math.min(at.row - Math.floor(most / 2), rows.length - most));
  const above = [status, activity].filter((row) => row !== undefined)
    .map((row) => cutTo(escapeControl(row), columns));
  return {
    rows: [...above, ...rows.slice(first, first + most)],
    row: above.length + at.row - first,
    before: at.before,
  };
}

function indentIn(columns: number): number {
  return Math.min(INDENT, columns - 1);
}

/**
 * Returns the indexes of a text at which rows begin: between words and beside wide characters, within a word only if it is
 * longer than a row. Rows that begin at a line break are not among them.
 *
 * @param text The text.
 * @param taken Columns before it in the first row.
 * @param columns Width of a row.
 */
function rowStarts(text: string, taken: number, columns: number): ReadonlySet<number> {
  const starts = new Set<number>();
  const indent = indentIn(columns);
  let index = 0;
  /** Where the current row and word begin, and the width of the word so far. */
  let row = 0;
  let word = { index: 0, width: 0 };
  for (const grapheme of graphemes(text)) {
    const needed = grapheme === "\n" ? 0 : width(escapeControl(grapheme));
    if (grapheme === " " || needed > 1) word = { index, width: 0 };
    if (taken + needed > columns) {
      const isMoved = word.index > row && indent + word.width + needed <= columns;
      row = isMoved ? word.index : index;
      taken = indent + (isMoved ? word.width : 0);
      starts.add(row);
    }
    taken += needed;
    index += grapheme.length;
    if (grapheme === "\n") [row, taken] = [index, indent];
    if (grapheme === " " || grapheme === "\n" || needed > 1) word = { index, width: 0 };
    else word = { ...word, width: word.width + needed };
  }
  return starts;
}

/**
 * Returns the bytes that draw the bottom of a terminal, from the start of a row. No row wraps by itself, and the text before
 * the cursor is written twice, so that a terminal that measures a character differently shows the cursor in place.
 */
export function draw({ rows, row, before }: DrawnLine): string {
  const below = rows.length - 1 - row;
  return `\x1b[?7l${rows.join("\n")}${up(below)}\r${before}\x1b[?7h`;
}

/**
 * Returns the bytes that erase a drawing and move the cursor to its start.
 *
 * @param drawing The drawing.
 * @param columns Current width of the terminal: if it became narrower, it has wrapped the rows.
 */
export function erase({ rows, row, before }: DrawnLine, columns: number): string {
  return eraseFrom(heightOf(rows.slice(0, row), columns) + Math.floor(width(before) / columns));
}

/** Returns how many rows of the terminal some rows take after its width changed: it wraps those that are wider. */
export function heightOf(rows: readonly string[], columns: number): number {
  return rows.reduce((sum, row) => sum + Math.max(1, Math.ceil(width(row) / columns)), 0);
}

/** Returns the bytes that move the cursor up by some rows, and erase from there on. */
export function eraseFrom(above: number): string {
  return `${up(above)}${ERASE}`;
}

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : "";
}
