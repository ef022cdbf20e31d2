import { showText } from "../conversation/display_entry.ts";
import { graphemes, width } from "./graphemes.ts";

/** A part of a line with one style. */
export interface Span {
  readonly text: string;
  /** Applies the style. */
  readonly style?: (text: string) => string;
}

/** A grapheme with its width. */
interface Cell extends Span {
  readonly width: number;
}

/** Options of {@linkcode wrap}. */
export interface WrapOptions {
  readonly columns: number;
  /** Indent of the rows after the first, in columns. */
  readonly indent: number;
}

/**
 * Wraps a line into rows between words and beside wide characters, within a word only if it is longer than a row. Control
 * characters are shown as escapes.
 *
 * @param spans The line. A line break in it starts a row, too.
 * @param options Width of a row.
 */
export function wrap(spans: readonly Span[], { columns, indent }: WrapOptions): string[] {
  const rows: string[] = [];
  let row: Cell[] = [];
  let taken = 0;
  const end = () => {
    rows.push(`${rows.length > 0 ? " ".repeat(indent) : ""}${styled(row)}`);
    row = [];
    taken = 0;
  };
  const breakOff = () => {
    // The space at a break belongs to neither row.
    if (row.at(-1)?.text === " ") row.pop();
    end();
  };
  const room = () => columns - (rows.length > 0 ? indent : 0) - taken;
  const put = (cell: Cell) => {
    row.push(cell);
    taken += cell.width;
  };
  for (const word of words(spans)) {
    const [first] = word;
    if (first!.text === "\n") {
      end();
      continue;
    }
    const needed = sum(word);
    const isSpace = first!.text === " ";
    if (needed > room() && taken > 0 && (isSpace || needed <= columns - indent)) {
      breakOff();
      if (isSpace) continue;
    }
    for (const cell of word) {
      if (cell.width > room() && taken > 0) breakOff();
      put(cell);
    }
  }
  end();
  return rows;
}

/** Splits a text into units that are never broken: words, spaces, wide characters. Control characters are escaped. */
function* words(spans: readonly Span[]): Generator<readonly [Cell, ...Cell[]]> {
  let word: Cell[] = [];
  for (const { text, ...style } of spans) {
    for (const grapheme of shownGraphemes(text)) {
      const cell: Cell = { text: grapheme, width: width(grapheme), ...style };
      const isAlone = grapheme === " " || grapheme === "\n" || cell.width > 1;
      if (!isAlone) {
        word.push(cell);
        continue;
      }
      if (isNotEmpty(word)) yield word;
      word = [];
      yield [cell];
    }
  }
  if (isNotEmpty(word)) yield word;
}

function* shownGraphemes(text: string): Generator<string> {
  for (const [index, line] of showText(text).entries()) {
    if (index > 0) yield "\n";
    yield* graphemes(line);
  }
}

function isNotEmpty(word: Cell[]): word is [Cell, ...Cell[]] {
  return word.length > 0;
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, cell) => total + cell.width, 0);
}

/** Joins cells; those with the same style are styled together. */
function styled(cells: readonly Cell[]): string {
  let line = "";
  for (let index = 0; index < cells.length;) {
    const { style } = cells[index]!;
    let text = "";
    while (index < cells.length && cells[index]!.style === style) text += cells[index++]!.text;
    line += style ? style(text) : text;
  }
  return line;
}
