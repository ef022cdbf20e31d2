import { writeText } from "../../cli/print.ts";
import {
  type Bottom,
  draw,
  type DrawnLine,
  erase,
  eraseFrom,
  heightOf,
  render,
  type Size,
} from "./bottom_line.ts";
import type { Output } from "./output.ts";
import { type PrintedLine, PrintedLines } from "./printed_lines.ts";
import { terminalSize } from "./terminal_size.ts";
import { type Span, wrap } from "./wrap.ts";

/** Indent of the rows of an entry after its first, in columns: beyond the time of day. */
export const INDENT = 8;

/**
 * What a terminal shows: printed lines, and the bottom, which is erased and drawn again below them.
 *
 * All changes of one turn of the event loop are written at once. When the width of the terminal changes, the lines that it
 * shows whole are printed anew; what has left the screen belongs to the terminal.
 */
export class ScreenOutput implements Output {
  readonly #bottom: () => Bottom | undefined;
  /** Whether the terminal wraps its rows anew when it becomes narrower. */
  readonly #reflows: boolean;
  readonly #printed = new PrintedLines();
  /** Lines in what waits. */
  #unwritten: PrintedLine[] = [];
  /** Width of the terminal at the last drawing. */
  #width: number | undefined;
  #drawn: DrawnLine | undefined;
  #waiting = "";
  /** Lines drawn above the bottom, as they may still be replaced. */
  #open: readonly (readonly Span[])[] = [];
  #isScheduled = false;
  #isSuspended = false;
  #isClosed = false;

  /**
   * @param bottom Returns what to draw at the bottom; `undefined` for nothing.
   * @param options.reflows Whether the terminal wraps its rows anew when it becomes narrower.
   */
  constructor(bottom: () => Bottom | undefined, { reflows }: { readonly reflows: boolean }) {
    this.#bottom = bottom;
    this.#reflows = reflows;
  }

  get columns(): number {
    return terminalSize().columns;
  }

  get hasOpen(): boolean {
    return this.#open.length > 0;
  }

  print(lines: readonly (readonly Span[])[]): void {
    this.#settle();
    this.#add(lines);
    this.update();
  }

  printOpen(lines: readonly (readonly Span[])[]): void {
    this.#open = lines;
    this.update();
  }

  ring(): void {
    this.#waiting += "\x07";
    this.update();
  }

  /** The content moves to the scrollback. */
  clear(): void {
    this.#settle();
    this.flush();
    this.#erase();
    this.#printed.clear();
    this.#waiting += `${"\n".repeat(terminalSize().rows)}\x1b[H`;
    this.update();
  }

  update(): void {
    if (this.#isScheduled || this.#isClosed) return;
    this.#isScheduled = true;
    queueMicrotask(() => this.flush());
  }

  flush(): void {
    this.#isScheduled = false;
    if (this.#isClosed || this.#isSuspended) return;
    const size = terminalSize();
    this.#begin(size);
    const bottom = this.#bottom();
    const line = bottom && render(bottom, size);
    const above = this.#open.flatMap((line) => rowsOf(line, size.columns - 1));
    // What does not fit cannot be erased.
    if (!line || above.length + line.rows.length > size.rows) this.#settle();
    this.#drawn = line && this.hasOpen ? below(above, line) : line;
    if (this.#drawn) this.#waiting += draw(this.#drawn);
    this.#write();
  }

  suspend(): void {
    this.#erase();
    this.#settle();
    this.#write();
    this.#printed.clear();
    this.#isSuspended = true;
  }

  resume(): void {
    this.#isSuspended = false;
    this.#drawn = undefined;
    this.#printed.clear();
    this.update();
  }

  close(): void {
    this.#isClosed = true;
  }

  /** Erases the bottom, and prints again what a new width changes, before what waits. */
  #begin(size: Size): void {
    const shown = this.#waiting;
    const unwritten = this.#unwritten;
    this.#waiting = "";
    this.#unwritten = [];
    const drawn = this.#drawn?.rows ?? [];
    this.#erase();
    const before = this.#width;
    this.#width = size.columns;
    if (before !== undefined && before !== size.columns) {
      if (this.#reflows || before < size.columns) this.#printAgain(before, size, drawn);
    }
    this.#waiting += shown;
    this.#unwritten.push(...unwritten);
  }

  /** Prints again, at a new width, the lines that are whole on the screen above the bottom. */
  #printAgain(before: number, { columns, rows }: Size, bottom: readonly string[]): void {
    const above = Math.max(0, rows - heightOf(bottom, columns));
    const { lines, height } = this.#printed.take(before, { columns, rows: above });
    if (height === 0) return;
    this.#waiting += eraseFrom(height);
    this.#add(lines.map(({ line }) => line));
  }

  /** Prints the lines that could be replaced until now. */
  #settle(): void {
    const lines = this.#open;
    this.#open = [];
    this.#add(lines);
  }

  #add(lines: readonly (readonly Span[])[]): void {
    const { columns } = terminalSize();
    for (const line of lines) {
      const rows = rowsOf(line, columns);
      for (const row of rows) this.#waiting += `${row}\n`;
      this.#unwritten.push({ line, rows });
    }
  }

  #erase(): void {
    if (this.#drawn) this.#waiting += erase(this.#drawn, terminalSize().columns);
    this.#drawn = undefined;
  }

  #write(): void {
    const text = this.#waiting;
    this.#waiting = "";
    if (text !== "") writeText(text);
    this.#printed.add(this.#unwritten);
    this.#unwritten = [];
  }
}

function rowsOf(line: readonly Span[], columns: number): readonly string[] {
  return wrap(line, { columns, indent: INDENT, keepsWhole: true });
}

/** Puts rows above those of a drawing. */
function below(above: readonly string[], drawing: DrawnLine): DrawnLine {
  return {
    ...drawing,
    rows: [...above, ...drawing.rows],
    row: drawing.row + above.length,
  };
}
