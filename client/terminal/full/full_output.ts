import { writeText } from "../../../cli/print.ts";
import { type Bottom, render, type Size } from "../bottom_line.ts";
import type { Output } from "../output.ts";
import { terminalSize } from "../terminal_size.ts";
import type { DrawnScreen } from "./draw_screen.ts";
import { frame } from "./frame.ts";
import type { FullView } from "./full_view.ts";

/** Least time between two frames, in milliseconds. */
const FRAME_TIME = 30;

/** Switches to the alternate screen, which has no scrollback, and back. */
const ENTER = "\x1b[?1049h";
const LEAVE = "\x1b[?1049l";

/** Draws a full screen on the alternate screen of the terminal: what changed, in one frame, and not too often. */
export class FullOutput implements Output {
  readonly #view: FullView;
  readonly #bottom: () => Bottom | undefined;
  /** What the terminal shows; `undefined` if that is not known. */
  #shown: DrawnScreen | undefined;
  #size: Size | undefined;
  #extra = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = -Infinity;
  #isOpen = false;

  /**
   * @param view What to draw.
   * @param bottom Returns the input line; `undefined` while there is none.
   */
  constructor(view: FullView, bottom: () => Bottom | undefined) {
    this.#view = view;
    this.#bottom = bottom;
  }

  get columns(): number {
    return this.#view.columns;
  }

  /** Does nothing: the log shows the conversations only. */
  print(): void {}

  /** Does nothing, as {@linkcode FullOutput.print}. */
  printOpen(): void {}

  get hasOpen(): boolean {
    return false;
  }

  ring(): void {
    this.#extra = "\x07";
    this.update();
  }

  clear(): void {
    this.#shown = undefined;
    this.update();
  }

  update(): void {
    if (this.#timer !== undefined || !this.#isOpen) return;
    const wait = Math.max(0, this.#drawnAt + FRAME_TIME - performance.now());
    this.#timer = setTimeout(() => this.flush(), wait);
  }

  flush(): void {
    this.#stopTimer();
    if (!this.#isOpen) return;
    const size = terminalSize();
    const isResized = size.columns !== this.#size?.columns || size.rows !== this.#size.rows;
    const { status, ...line } = this.#bottom() ?? { prompt: "", text: "", cursor: 0 };
    const next = this.#view.draw(render(line, size), status, size);
    const text = frame(isResized ? undefined : this.#shown, next, this.#extra);
    this.#extra = "";
    this.#size = size;
    this.#shown = next;
    this.#drawnAt = performance.now();
    if (text !== "") writeText(text);
  }

  suspend(): void {
    this.#stopTimer();
    if (!this.#isOpen) return;
    this.#isOpen = false;
    writeText(LEAVE);
  }

  resume(): void {
    // After a signal, the terminal may still show the alternate screen.
    if (!this.#isOpen) writeText(ENTER);
    this.#isOpen = true;
    this.#shown = undefined;
    this.flush();
  }

  close(): void {
    this.suspend();
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
