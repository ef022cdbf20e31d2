import { writeText } from "../../cli/print.ts";
import type { Bottom } from "./bottom_line.ts";
import { edit, type EditedLine, EMPTY, replace } from "./line_editor.ts";
import { type Key, readKeys } from "./keys.ts";
import type { LineHistory } from "./line_history.ts";
import type { Display, DisplayOptions } from "./display.ts";
import { completeWord } from "./complete_word.ts";
import { ScreenOutput } from "./screen_output.ts";
import { stdinBytes } from "./stdin_bytes.ts";
import type { Span } from "./wrap.ts";

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
  readonly #output = new ScreenOutput(() => this.#bottom());
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
  #isClosed = false;
  readonly #onResize = () => this.#output.update();
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
    return this.#output.columns;
  }

  print(lines: readonly (readonly Span[])[]): void {
    this.#output.print(lines);
  }

  prompt(prompt: string): void {
    this.#prompt = prompt;
    this.#output.update();
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
    this.#output.update();
  }

  stop(): void {
    this.#prompt = undefined;
    this.#status = undefined;
    this.#output.flush();
  }

  ring(): void {
    this.#output.ring();
  }

  close(): void {
    if (this.#isClosed) return;
    try {
      this.stop();
    } catch {
      // The terminal is closed.
    }
    this.#isClosed = true;
    this.#output.close();
    this.#restore();
    if (Deno.build.os === "windows") return;
    Deno.removeSignalListener("SIGWINCH", this.#onResize);
    Deno.removeSignalListener("SIGCONT", this.#onContinue);
  }

  #open(): void {
    Deno.stdin.setRaw(true);
    writeText(PASTES);
    this.#output.resume();
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
    if (name === "ctrl+l") return this.#output.clear();
    if (name === "ctrl+z") return this.#suspend();
    const next = this.#next(key, name);
    // As shells do for a key without effect.
    if (next === this.#line && name !== "") return;
    this.#line = next;
    this.#output.update();
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
    if (this.#question) this.#output.update();
    else this.#send();
  }

  /** Takes the answer to the question whether to send a line; on a no, the line stays. */
  #onAnswer(key: Key): void {
    const isYes = key.type === "text" && this.#question!.yes.includes(key.text);
    this.#question = undefined;
    this.#output.update();
    if (isYes) this.#send();
  }

  #send(): void {
    const { text, killed } = this.#line;
    const { lineHistory, onLine } = this.#options;
    this.#line = { ...EMPTY, killed };
    this.#output.update();
    if (onLine(text)) lineHistory.add(text);
  }

  /** Suspends the program, as shells do at Ctrl+Z, until it is continued. */
  #suspend(): void {
    if (Deno.build.os === "windows") return;
    this.#output.suspend();
    this.#restore();
    try {
      Deno.kill(Deno.pid, "SIGTSTP");
    } catch (error) {
      // Before Deno 2.9, a program needs the permission to run others to stop itself.
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
      this.#open();
    }
  }

  #bottom(): Bottom | undefined {
    if (this.#prompt === undefined && this.#status === undefined) return undefined;
    const status = this.#question?.question ?? this.#status;
    const isHidden = this.#asked?.isSecret === true || this.#prompt === undefined;
    return {
      ...(status !== undefined && { status }),
      prompt: this.#prompt ?? "",
      text: isHidden ? "" : this.#line.text,
      cursor: isHidden ? 0 : this.#line.cursor,
    };
  }
}
