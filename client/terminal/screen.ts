import { writeText } from "../../cli/print.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { Bottom } from "./bottom_line.ts";
import { clear, edit, type EditedLine, EMPTY } from "./line_editor.ts";
import { type Key, readKeys } from "./keys.ts";
import type { Display, DisplayOptions } from "./display.ts";
import { loadWidths } from "./graphemes.ts";
import { LineInput, type LineInputOptions } from "./line_input.ts";
import { FullOutput } from "./full/full_output.ts";
import type { FullScreenTerminal, FullView } from "./full/full_view.ts";
import { notification } from "./notification.ts";
import type { Output } from "./output.ts";
import { ScreenOutput } from "./screen_output.ts";
import { stdinBytes } from "./stdin_bytes.ts";
import type { Prompt } from "./prompt.ts";
import { TerminalMode } from "./terminal_mode.ts";
import type { Span } from "./wrap.ts";

/** Options of {@linkcode TerminalScreen}. */
export interface TerminalScreenOptions extends DisplayOptions, LineInputOptions {
  readonly texts: ChatTexts["client"];
  /** The kind of terminal, as `TERM` names it. */
  readonly term: string;
  /** Returns a question to ask before a line is sent; `undefined` if the line may be sent. */
  readonly confirm: (line: string) => string | undefined;
  /** Whether Ctrl+Z may stop the program: not below a task runner that would go on, as the shell would wait for it. */
  readonly canSuspend: boolean;
  /** Whether the terminal wraps its rows anew when it becomes narrower. */
  readonly reflows: boolean;
}

/** A prompt for a line. */
interface Question {
  /** Whether it has no echo. */
  readonly isSecret: boolean;
  /** Whether Ctrl+C answers it with an empty line. */
  readonly isOptional: boolean;
  readonly resolve: (line: string) => void;
}

/** Display that draws: an input line at the bottom and everything else above it. */
export class TerminalScreen implements Display, FullScreenTerminal {
  readonly keepsTyped = false;
  readonly screen = this;
  readonly #options: TerminalScreenOptions;
  readonly #mode = new TerminalMode();
  readonly #lines: ScreenOutput;
  #output: Output;
  /** The full screen, while there is one. */
  #view: FullView | undefined;
  readonly #input: LineInput;
  /** Prompt; `undefined` while there is no input. */
  #prompt: string | undefined;
  #status: string | undefined;
  /** The rooms with unread messages, above the prompt. */
  #activity: string | undefined;
  /** The pending prompt for a line. */
  #asked: Question | undefined;
  /** What was typed before the user was asked for something else. */
  #draft: EditedLine = EMPTY;
  /** Input typed while there was no prompt. */
  #ahead: Key[] = [];
  /** Question whose answer decides whether the line is sent. */
  #question: string | undefined;
  /** Whether the last key answered a question with a letter: an Enter after it belongs to the answer. */
  #hasAnswered = false;
  /** Whether the program went on after Ctrl+Z, and the user has not typed since: the screen is open already. */
  #hasContinued = false;
  /** Answer to the last key, shown until the next one. */
  #hint: string | undefined;
  /** Whether the last key was Ctrl+C on an empty line: the next one leaves. */
  #isLeaving = false;
  #isClosed = false;
  readonly #onResize = () => this.#output.update();
  readonly #onContinue = () => {
    if (!this.#hasContinued) this.#open();
  };

  constructor(options: TerminalScreenOptions) {
    this.#options = options;
    const { reflows } = options;
    this.#lines = new ScreenOutput(() => this.#bottom(), { reflows });
    this.#output = this.#lines;
    this.#input = new LineInput(options);
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

  printOpen(lines: readonly (readonly Span[])[]): void {
    this.#output.printOpen(lines);
  }

  get hasOpen(): boolean {
    return this.#output.hasOpen;
  }

  prompt({ prompt, activity }: Prompt): void {
    this.#prompt = prompt;
    this.#activity = activity;
    this.#output.update();
    this.#typeAhead();
  }

  ask(prompt: string, isSecret: boolean, isOptional = isSecret): Promise<string> {
    return new Promise((resolve) => {
      // What is typed for another purpose must not become part of a password.
      if (!this.#asked) this.#draft = this.#input.line;
      this.#input.line = EMPTY;
      this.#question = undefined;
      this.#asked = { isSecret, isOptional, resolve };
      this.prompt({ prompt });
    });
  }

  get draft(): EditedLine {
    return this.#asked ? this.#draft : this.#input.line;
  }

  set draft(line: EditedLine) {
    if (this.#asked) this.#draft = line;
    else this.#input.line = line;
    this.#output.update();
  }

  setView(view: FullView | undefined): void {
    if (this.#isClosed) return;
    this.#output.flush();
    this.#output.suspend();
    this.#view = view;
    this.#output = view ? new FullOutput(view, () => this.#bottom()) : this.#lines;
    this.#output.resume();
  }

  update(): void {
    this.#output.update();
  }

  status(text: string | undefined): void {
    this.#status = text;
    this.#output.update();
  }

  stop(): void {
    this.#prompt = undefined;
    this.#activity = undefined;
    this.#status = undefined;
    this.#output.flush();
  }

  clear(): void {
    this.#output.clear();
  }

  ring(): void {
    this.#output.ring();
  }

  notify(title: string, text: string): void {
    writeText(notification(title, text, this.#options.term));
  }

  title(text: string): void {
    this.#mode.setTitle(text);
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
    this.#mode.restore();
    if (Deno.build.os === "windows") return;
    Deno.removeSignalListener("SIGWINCH", this.#onResize);
    Deno.removeSignalListener("SIGCONT", this.#onContinue);
  }

  #open(): void {
    this.#mode.begin();
    this.#output.resume();
  }

  async #read(): Promise<void> {
    for await (const keys of readKeys(stdinBytes())) {
      // A key can bring anything into the line: a character, an emoji, an earlier line.
      await loadWidths();
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
    const hasAnswered = this.#hasAnswered;
    this.#hasAnswered = this.#hasContinued = false;
    if (hasAnswered && name === "enter") return;
    if (this.#isEditing && this.#view?.press(key)) return this.#onViewKey();
    if (name === "ctrl+c") return this.#interrupt();
    if (this.#prompt === undefined) return void this.#ahead.push(key);
    const hadHint = this.#hint !== undefined;
    this.#hint = undefined;
    this.#isLeaving = false;
    if (this.#question !== undefined) return this.#onAnswer(key);
    const isEmpty = this.#input.line.text === "" && !this.#input.search;
    if (name === "ctrl+d" && isEmpty) return this.#options.onLeave();
    if (name === "enter" && !this.#input.search) return this.#enter();
    if (name === "ctrl+l") return this.#output.clear();
    if (name === "ctrl+z") return this.#suspend();
    // As shells do for a key without effect.
    if (this.#edit(key) || name === "" || hadHint) this.#output.update();
  }

  /** Whether keys edit the input line: neither is there a question, nor does a search take them. */
  get #isEditing(): boolean {
    return this.#prompt !== undefined && !this.#asked && this.#question === undefined &&
      !this.#input.search;
  }

  #onViewKey(): void {
    this.#hint = undefined;
    this.#isLeaving = false;
    this.#output.update();
  }

  /** Ctrl+C takes back what is begun: a question, a search, a prompt, a draft. With nothing begun, the second one leaves. */
  #interrupt(): void {
    if (this.#prompt === undefined || this.#isLeaving) return this.#options.onLeave();
    if (this.#question !== undefined) this.#question = undefined;
    else if (this.#input.cancelSearch()) this.#hint = undefined;
    else if (this.#asked?.isOptional) return this.#answer("");
    else if (this.#input.line.text !== "") this.#input.line = clear(this.#input.line);
    else {
      this.#isLeaving = true;
      this.#hint = this.#options.texts.interrupted;
    }
    this.#output.update();
  }

  #edit(key: Key): boolean {
    if (!this.#asked) return this.#input.press(key);
    const { line } = this.#input;
    this.#input.line = edit(line, key);
    return this.#input.line !== line;
  }

  #enter(): void {
    const { text } = this.#input.line;
    if (this.#asked) return this.#answer(text);
    this.#question = this.#options.confirm(text);
    if (this.#question === undefined) this.#send();
    else this.#output.update();
  }

  /** Ends the pending prompt with a line. */
  #answer(text: string): void {
    const { isSecret, resolve } = this.#asked!;
    this.#input.line = this.#draft;
    this.#draft = EMPTY;
    this.#asked = undefined;
    this.print([[{ text: `${this.#prompt}${isSecret ? "" : text}` }]]);
    this.#prompt = undefined;
    resolve(text);
  }

  /** Takes the answer to the question whether to send a line; on a no, the line stays. */
  #onAnswer(key: Key): void {
    const isYes = key.type === "text" && this.#options.texts.yes.includes(key.text);
    this.#hasAnswered = key.type === "text";
    this.#question = undefined;
    this.#output.update();
    if (isYes) this.#send();
  }

  #send(): void {
    const { text, killed } = this.#input.line;
    const { lineHistory, onLine } = this.#options;
    this.#input.line = { ...EMPTY, killed };
    this.#output.update();
    lineHistory.add(text);
    onLine(text);
  }

  /** Suspends the program, as shells do at Ctrl+Z, until it is continued. */
  #suspend(): void {
    if (Deno.build.os === "windows") return;
    if (!this.#options.canSuspend) {
      this.#hint = this.#options.texts.cannotSuspend;
      return this.#output.update();
    }
    this.#output.suspend();
    this.#mode.restore();
    try {
      Deno.kill(Deno.pid, "SIGTSTP");
    } catch (error) {
      // Before Deno 2.9, a program needs the permission to run others to stop itself.
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
    }
    // The program was continued, or never stopped: without a shell that could continue it, the system ignores the signal.
    this.#open();
    this.#hasContinued = true;
  }

  #bottom(): Bottom | undefined {
    const prompt = this.#prompt;
    const above = this.#above();
    const status = {
      ...(above !== undefined && { status: above }),
      ...(this.#activity !== undefined && { activity: this.#activity }),
    };
    if (prompt === undefined) {
      return above === undefined ? undefined : { ...status, prompt: "", text: "", cursor: 0 };
    }
    const { line: { text, cursor }, search } = this.#input;
    if (this.#asked?.isSecret) return { ...status, prompt, text: "", cursor: 0 };
    if (this.#question !== undefined) {
      const asking = `${text}\n${this.#question} `;
      return { ...status, prompt, text: asking, cursor: asking.length };
    }
    if (!search) return { ...status, prompt, text, cursor };
    const found = search.found?.line ?? "";
    return {
      ...status,
      prompt: this.#options.texts.searching(search.text, search.text === "" || found !== ""),
      text: found,
      cursor: found.length,
    };
  }

  /** What is shown above the input line. */
  #above(): string | undefined {
    const { choices } = this.#input;
    if (!choices) return this.#hint ?? this.#status;
    return choices.words.map((word, index) => index === choices.at ? `[${word}]` : word).join("  ");
  }
}
