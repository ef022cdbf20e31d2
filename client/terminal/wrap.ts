import { showText } from "../conversation/display_entry.ts";
import { graphemes, width } from "./graphemes.ts";

/** Columns between tab stops, counted from where the text of a row begins. */
const TAB = 4;

/** A part of a line with one style. */
export interface Span {
  readonly text: string;
  /** Applies the style. */
  readonly style?: (text: string) => string;
  /** Starts each row that begins with this part, after the indent. */
  readonly lead?: readonly Span[];
  /** Whether no row may end inside it if it fits into one, as in a URL. */
  readonly isWhole?: true;
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
  /** Whether a whole part that does not fit makes the row longer, which the terminal wraps by itself then. */
  readonly keepsWhole?: boolean;
}

/**
 * Wraps a line into rows between words and beside wide characters, within a word only if it is longer than a row. Tabs
 * become spaces; other control characters are shown as escapes.
 *
 * @param spans The line. A line break in it starts a row, too.
 * @param options Width of a row.
 */
export function wrap(
  spans: readonly Span[],
  { columns, indent, keepsWhole = false }: WrapOptions,
): string[] {
  const rows: string[] = [];
  let row: Cell[] = [];
  /** Columns taken, of which those before the text are the margin. */
  let taken = 0;
  let margin = 0;
  const end = () => {
    rows.push(`${rows.length > 0 ? " ".repeat(indent) : ""}${styled(row)}`);
    row = [];
    taken = margin = 0;
  };
  const breakOff = () => {
    // The space at a break belongs to neither row.
    if (row.at(-1)?.text === " ") row.pop();
    end();
  };
  const indented = () => rows.length > 0 ? indent : 0;
  const room = () => columns - indented() - taken;
  const begin = ({ lead = [] }: Span) => {
    if (row.length > 0) return;
    for (const { text, style } of lead) {
      row.push({ text, width: width(text), ...(style && { style }) });
    }
    taken = margin = sum(row);
  };
  const put = (cell: Cell) => {
    begin(cell);
    if (cell.text !== "\t") {
      row.push(cell);
      taken += cell.width;
      return;
    }
    const spaces = Math.min(TAB - (taken - margin) % TAB, Math.max(1, room()));
    row.push({ ...cell, text: " ".repeat(spaces) });
    taken += spaces;
  };
  for (const word of words(spans)) {
    const [first] = word;
    if (first!.text === "\n") {
      begin(first!);
      end();
      continue;
    }
    const needed = sum(word);
    const isSpace = first!.text === " ";
    begin(first!);
    if (needed > room() && taken > margin && (isSpace || needed <= columns - indent - margin)) {
      breakOff();
      if (isSpace) continue;
    }
    const fits = (cells: readonly Cell[]) => keepsWhole || sum(cells) <= columns - indent - margin;
    for (const cells of wholes(word, fits)) {
      if (sum(cells) > room() && taken > margin) breakOff();
      for (const cell of cells) put(cell);
      // Where the terminal is in a row that it wraps.
      if (keepsWhole && room() < 0) taken = (indented() + taken) % columns - indented();
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
      const cell: Cell = {
        text: grapheme,
        width: grapheme === "\t" ? 1 : width(grapheme),
        ...style,
      };
      const isAlone = " \n\t".includes(grapheme) || cell.width > 1;
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

/** Splits a word into what may stand in different rows: the graphemes of a part that is whole, and fits, stay together. */
function* wholes(
  word: readonly Cell[],
  fits: (cells: readonly Cell[]) => boolean,
): Generator<readonly Cell[]> {
  for (let start = 0; start < word.length;) {
    const { isWhole, style } = word[start]!;
    let end = start + 1;
    while (isWhole && word[end]?.isWhole && word[end]!.style === style) end++;
    const cells = word.slice(start, end);
    if (fits(cells)) yield cells;
    else for (const cell of cells) yield [cell];
    start = end;
  }
}

function* shownGraphemes(text: string): Generator<string> {
  for (const [index, line] of showText(text).entries()) {
    if (index > 0) yield "\n";
    // A tab is no grapheme of its own beside combining marks, and shown as spaces.
    for (const [index, part] of line.split("\t").entries()) {
      if (index > 0) yield "\t";
      yield* graphemes(part);
    }
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
