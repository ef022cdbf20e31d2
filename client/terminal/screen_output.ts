import { writeText } from "../../cli/print.ts";
import { type Bottom, draw, type DrawnLine, erase, render, type Size } from "./bottom_line.ts";
import { type Span, wrap } from "./wrap.ts";

/** Indent of the rows of an entry after its first, in columns: beyond the time of day. */
const INDENT = 8;

/**
 * What a terminal shows: printed lines, and the bottom, which is erased and drawn again below them.
 *
 * All changes of one turn of the event loop are written at once.
 */
export class ScreenOutput {
  readonly #bottom: () => Bottom | undefined;
  #drawn: DrawnLine | undefined;
  #waiting = "";
  #isScheduled = false;
  #isClosed = false;

  /** @param bottom Returns what to draw at the bottom; `undefined` for nothing. */
  constructor(bottom: () => Bottom | undefined) {
    this.#bottom = bottom;
  }

  get columns(): number {
    return size().columns;
  }

  print(lines: readonly (readonly Span[])[]): void {
    const { columns } = size();
    for (const line of lines) {
      for (const row of wrap(line, { columns, indent: INDENT })) this.#waiting += `${row}\n`;
    }
    this.update();
  }

  ring(): void {
    this.#waiting += "\x07";
    this.update();
  }

  /** Clears the terminal; its content moves to the scrollback. */
  clear(): void {
    this.flush();
    this.#erase();
    this.#waiting += `${"\n".repeat(size().rows)}\x1b[H`;
    this.update();
  }

  /** Schedules a drawing that covers all changes of this turn of the event loop. */
  update(): void {
    if (this.#isScheduled || this.#isClosed) return;
    this.#isScheduled = true;
    queueMicrotask(() => this.flush());
  }

  /** Writes all changes now. */
  flush(): void {
    this.#isScheduled = false;
    if (this.#isClosed) return;
    const shown = this.#waiting;
    this.#waiting = "";
    this.#erase();
    this.#waiting += shown;
    const bottom = this.#bottom();
    if (bottom) {
      this.#drawn = render(bottom, size());
      this.#waiting += draw(this.#drawn);
    }
    this.#write();
  }

  /** Erases the bottom now, before another program uses the terminal. */
  suspend(): void {
    this.#erase();
    this.#write();
  }

  /** Draws the bottom anew, after another program used the terminal. */
  resume(): void {
    this.#drawn = undefined;
    this.update();
  }

  /** Stops drawing. */
  close(): void {
    this.#isClosed = true;
  }

  #erase(): void {
    if (this.#drawn) this.#waiting += erase(this.#drawn, size().columns);
    this.#drawn = undefined;
  }

  #write(): void {
    const text = this.#waiting;
    this.#waiting = "";
    if (text !== "") writeText(text);
  }
}

/** Returns the size of the terminal; that of the first terminals, 80 by 24, if it is unknown. */
function size(): Size {
  try {
    const { columns, rows } = Deno.consoleSize();
    if (columns > 0 && rows > 0) return { columns, rows };
  } catch {
    // There is no terminal, or it is closed.
  }
  return { columns: 80, rows: 24 };
}
