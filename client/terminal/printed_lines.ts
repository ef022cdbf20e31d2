import { heightOf, type Size } from "./bottom_line.ts";
import type { Span } from "./wrap.ts";

/** A line that was printed, and the rows that it took then. */
export interface PrintedLine {
  readonly line: readonly Span[];
  readonly rows: readonly string[];
}

/** Lines that are to be printed again. */
export interface TakenLines {
  readonly lines: readonly PrintedLine[];
  /** Rows that they take on the screen. */
  readonly height: number;
}

/** Lines that are kept: more than the rows of a large terminal. */
const CAPACITY = 200;

/** The lines that were printed last, to be printed again when the width of the terminal changes. */
export class PrintedLines {
  #lines: PrintedLine[] = [];

  add(lines: readonly PrintedLine[]): void {
    for (const line of lines) this.#lines.push(line);
    if (this.#lines.length > 2 * CAPACITY) this.#lines = this.#lines.slice(-CAPACITY);
  }

  /** Forgets the lines, after something else was printed or erased. */
  clear(): void {
    this.#lines = [];
  }

  /**
   * Removes the newest lines that are certain to be whole on the screen, and forgets the others. A terminal whose last rows
   * are empty may keep the cursor in its row when it becomes narrower, so no more rows are certain than there were.
   *
   * @param before Width at which the lines were printed.
   * @param size Where they are: its width, at which the terminal wrapped their rows anew, and the rows for them.
   * @returns The lines, the oldest first, and the number of rows that they take.
   */
  take(before: number, { columns, rows }: Size): TakenLines {
    const lines = this.#lines;
    this.#lines = [];
    const most = Math.min(rows, lines.reduce((sum, { rows }) => sum + heightOf(rows, before), 0));
    let height = 0;
    let first = lines.length;
    for (; first > 0; first--) {
      const more = heightOf(lines[first - 1]!.rows, columns);
      if (height + more > most) break;
      height += more;
    }
    return { lines: lines.slice(first), height };
  }
}
