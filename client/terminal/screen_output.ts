import { writeText } from "../../cli/print.ts";
import { type Bottom, draw, type DrawnLine, erase, render } from "./bottom_line.ts";
import type { Output } from "./output.ts";
import { terminalSize } from "./terminal_size.ts";
import { type Span, wrap } from "./wrap.ts";

/** Indent of the rows of an entry after its first, in columns: beyond the time of day. */
const INDENT = 8;

/**
 * What a terminal shows: printed lines, and the bottom, which is erased and drawn again below them.
 *
 * All changes of one turn of the event loop are written at once.
 */
export class ScreenOutput implements Output {
  readonly #bottom: () => Bottom | undefined;
  #drawn: DrawnLine | undefined;
  #waiting = "";
  /** Lines drawn above the bottom, as they may still be replaced. */
  #open: readonly (readonly Span[])[] = [];
  #isScheduled = false;
  #isSuspended = false;
  #isClosed = false;

  /** @param bottom Returns what to draw at the bottom; `undefined` for nothing. */
  constructor(bottom: () => Bottom | undefined) {
    this.#bottom = bottom;
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
    const shown = this.#waiting;
    this.#waiting = "";
    this.#erase();
    this.#waiting += shown;
    const bottom = this.#bottom();
    const size = terminalSize();
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
    this.#isSuspended = true;
  }

  resume(): void {
    this.#isSuspended = false;
    this.#drawn = undefined;
    this.update();
  }

  close(): void {
    this.#isClosed = true;
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
      for (const row of rowsOf(line, columns)) this.#waiting += `${row}\n`;
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
