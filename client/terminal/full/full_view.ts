import type { DrawnLine, Size } from "../bottom_line.ts";
import type { Key } from "../keys.ts";
import type { EditedLine } from "../line_editor.ts";
import type { DrawnScreen } from "./draw_screen.ts";

/** A full screen around the input line. */
export interface FullView {
  /** Width of the log, in columns. */
  readonly columns: number;
  /**
   * Draws the screen.
   *
   * @param input The input line, as rows.
   * @param status What goes on; `undefined` for nothing.
   * @param size Size of the terminal.
   */
  draw(input: DrawnLine, status: string | undefined, size: Size): DrawnScreen;
  /** Takes a key before the input line does; returns whether the key was for the view. */
  press(key: Key): boolean;
}

/** A terminal that can show a full screen. */
export interface FullScreenTerminal {
  /** The line being typed; while the user is asked for another one, what was typed before. */
  draft: EditedLine;
  /** Shows a full screen; without an argument, lines again. */
  setView(view: FullView | undefined): void;
  /** Draws what changed in the full screen. */
  update(): void;
}
