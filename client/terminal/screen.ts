import { writeText } from "../../cli/print.ts";
import { draw, type DrawnLine, erase, render, type Size } from "./bottom_line.ts";
import { edit, type EditedLine, EMPTY, replace } from "./line_editor.ts";
import { type Key, readKeys } from "./keys.ts";
import type { LineHistory } from "./line_history.ts";
import type { Display, DisplayOptions } from "./display.ts";
import { completeWord } from "./complete_word.ts";
import { stdinBytes } from "./stdin_bytes.ts";
import { type Span, wrap } from "./wrap.ts";

/** Indent of the rows of an entry after its first, in columns: beyond the time of day. */
const INDENT = 8;

/** Enables and disables bracketed paste mode. */
const PASTES = "\x1b[?2004h";
const NO_PASTES = "\x1b[?2004l";

/** Options of {@linkcode TerminalScreen}. */
export interface TerminalScreenOptions extends DisplayOptions {
  /** Lines for the arrow keys. */
  readonly lineHistory: LineHistory;
  /** Returns the completions of the last word before the cursor. */
  readonly complete: (before: string) => readonly string[];
  /** Returns the line that edits the user's latest message; `undefined` without one. */
  readonly editOfLast: () => string | undefined;
  /** Returns a question to ask before a long line is sent; `undefined` if the line may be sent. */
  readonly confirm: (
    line: string,
  ) => { readonly question: string; readonly yes: string } | undefined;
}

/** Display that draws: an input line at the bottom and everything else above it. */
export class TerminalScreen implements Display {
  readonly keepsTyped = false;
  readonly #options: TerminalScreenOptions;
  #line: EditedLine = EMPTY;
  /** Prompt; `undefined` while there is no input. */
  #prompt: string | undefined;
  #status: string | undefined;
  /** The pending prompt for a line, and whether it has no echo. */
  #asked: { readonly isSecret: boolean; readonly resolve: (line: string) => void } | undefined;
  /** What was typed before the user was asked for something else. */
  #draft: EditedLine = EMPTY;
  /** Input typed while there was no prompt. */
  #ahead: Key[] = [];
  /** Question whose answer decides whether the line is sent. */
  #question: { readonly question: string; readonly yes: string } | undefined;
  #drawn: DrawnLine | undefined;
  #waiting = "";
  #isScheduled = false;
  #isClosed = false;
  readonly #onResize = () => this.#schedule();
  readonly #onContinue = () => this.#open();

  constructor(options: TerminalScreenOptions) {
    this.#options = options;
    this.#open();
    if (Deno.build.os !== "windows") {
      Deno.addSignalListener("SIGWINCH", this.#onResize);
      Deno.addSignalListener("SIGCONT", this.#onContinue);
    }
    this.#read();
  }

  get columns(): number {
    return size().columns;
  }

  print(lines: readonly (readonly Span[])[]): void {
    const { columns } = size();
    for (const line of lines) {
      for (const row of wrap(line, { columns, indent: INDENT })) this.#waiting += `${row}\n`;
    }
    this.#schedule();
  }

  prompt(prompt: string): void {
    this.#prompt = prompt;
    this.#schedule();
    this.#typeAhead();
  }

  ask(prompt: string, isSecret: boolean): Promise<string> {
    return new Promise((resolve) => {
      // What is typed for another purpose must not become part of a password.
      if (!this.#asked) this.#draft = this.#line;
      this.#line = EMPTY;
      this.#question = undefined;
      this.#asked = { isSecret, resolve };
      this.prompt(prompt);
    });
  }

  status(text: string | undefined): void {
    this.#status = text;
    this.#schedule();
  }

  stop(): void {
    this.#prompt = undefined;
    this.#status = undefined;
    this.#flush();
  }

  ring(): void {
    this.#waiting += "\x07";
    this.#schedule();
  }

  close(): void {
    if (this.#isClosed) return;
    try {
      this.stop();
    } catch {
      // The terminal is closed.
    }
    this.#isClosed = true;
    this.#restore();
    if (Deno.build.os === "windows") return;
    Deno.removeSignalListener("SIGWINCH", this.#onResize);
    Deno.removeSignalListener("SIGCONT", this.#onContinue);
  }

  #open(): void {
    Deno.stdin.setRaw(true);
    writeText(PASTES);
    this.#drawn = undefined;
    this.#schedule();
  }

  #restore(): void {
    try {
      writeText(NO_PASTES);
      Deno.stdin.setRaw(false);
    } catch {
      // The terminal is closed.
    }
  }

  async #read(): Promise<void> {
    for await (const keys of readKeys(stdinBytes())) {
      if (this.#isClosed) return;
      for (const key of keys) this.#onKey(key);
    }
    this.#options.onLeave();
  }

  #typeAhead(): void {
    while (this.#prompt !== undefined && this.#ahead.length > 0) this.#onKey(this.#ahead.shift()!);
  }

  #onKey(key: Key): void {
    const name = key.type === "press" ? key.name : "";
    if (name === "ctrl+c") return this.#options.onLeave();
    if (this.#prompt === undefined) return void this.#ahead.push(key);
    if (this.#question) return this.#onAnswer(key);
    if (name === "ctrl+d" && this.#line.text === "") return this.#options.onLeave();
    if (name === "enter") return this.#enter();
    if (name === "ctrl+l") return this.#clear();
    if (name === "ctrl+z") return this.#suspend();
    const next = this.#next(key, name);
    // As shells do for a key without effect.
    if (next === this.#line && name !== "") return;
    this.#line = next;
    this.#schedule();
  }

  #next(key: Key, name: string): EditedLine {
    const { lineHistory } = this.#options;
    switch (this.#asked ? "" : name) {
      case "up":
      case "ctrl+p":
        return this.#lineHistory(lineHistory.up(this.#line.text));
      case "down":
      case "ctrl+n":
        return this.#lineHistory(lineHistory.down());
      case "tab":
        return this.#complete();
      case "alt+e":
        return this.#editLast();
      default:
        return edit(this.#line, key);
    }
  }

  #lineHistory(text: string | undefined): EditedLine {
    return text === undefined ? this.#line : replace(this.#line, text);
  }

  /** Puts the latest message into the line, as an edit; Ctrl+Y brings back what was typed. */
  #editLast(): EditedLine {
    const text = this.#options.editOfLast();
    if (text === undefined || text === this.#line.text) return this.#line;
    const killed = this.#line.text || this.#line.killed;
    return { ...replace(this.#line, text), killed };
  }

  #complete(): EditedLine {
    const { line, choices } = completeWord(this.#line, this.#options.complete);
    if (choices.length > 0) this.print([[{ text: choices.join("  ") }]]);
    return line;
  }

  #enter(): void {
    const { text } = this.#line;
    const asked = this.#asked;
    if (asked) {
      this.#line = this.#draft;
      this.#draft = EMPTY;
      this.#asked = undefined;
      this.print([[{ text: `${this.#prompt}${asked.isSecret ? "" : text}` }]]);
      this.#prompt = undefined;
      return asked.resolve(text);
    }
    this.#question = this.#options.confirm(text);
    if (this.#question) this.#schedule();
    else this.#send();
  }

  /** Takes the answer to the question whether to send a line; on a no, the line stays. */
  #onAnswer(key: Key): void {
    const isYes = key.type === "text" && this.#question!.yes.includes(key.text);
    this.#question = undefined;
    this.#schedule();
    if (isYes) this.#send();
  }

  #send(): void {
    const { text, killed } = this.#line;
    const { lineHistory, onLine } = this.#options;
    this.#line = { ...EMPTY, killed };
    this.#schedule();
    if (onLine(text)) lineHistory.add(text);
  }

  /** Clears the terminal; its content moves to the scrollback. */
  #clear(): void {
    this.#flush();
    this.#erase();
    this.#waiting += `${"\n".repeat(size().rows)}\x1b[H`;
    this.#schedule();
  }

  /** Suspends the program, as shells do at Ctrl+Z, until it is continued. */
  #suspend(): void {
    if (Deno.build.os === "windows") return;
    this.#erase();
    this.#flushText();
    this.#restore();
    try {
      Deno.kill(Deno.pid, "SIGTSTP");
    } catch (error) {
      // Before Deno 2.9, a program needs the permission to run others to stop itself.
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
      this.#open();
    }
  }

  /** Schedules a drawing that covers all changes of this turn of the event loop. */
  #schedule(): void {
    if (this.#isScheduled || this.#isClosed) return;
    this.#isScheduled = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#isScheduled = false;
    if (this.#isClosed) return;
    const shown = this.#waiting;
    this.#waiting = "";
    this.#erase();
    this.#waiting += shown;
    if (this.#prompt !== undefined || this.#status !== undefined) {
      const isSecret = this.#asked?.isSecret === true;
      const status = this.#question?.question ?? this.#status;
      this.#drawn = render({
        ...(status !== undefined && { status }),
        prompt: this.#prompt ?? "",
        text: isSecret || this.#prompt === undefined ? "" : this.#line.text,
        cursor: isSecret || this.#prompt === undefined ? 0 : this.#line.cursor,
      }, size());
      this.#waiting += draw(this.#drawn);
    }
    this.#flushText();
  }

  #erase(): void {
    if (this.#drawn) this.#waiting += erase(this.#drawn, size().columns);
    this.#drawn = undefined;
  }

  #flushText(): void {
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
