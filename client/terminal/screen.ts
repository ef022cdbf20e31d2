import process from "node:process";
import {
  clearScreenDown,
  createInterface,
  cursorTo,
  type Interface,
  moveCursor,
} from "node:readline";
import { keyboard } from "./keyboard.ts";
import { Output } from "./output.ts";

/** Options of {@linkcode Screen}. */
export interface ScreenOptions {
  /** Called with each line that is entered. */
  readonly onLine: (line: string) => void;
  /** Called at Ctrl+C and Ctrl+D. */
  readonly onLeave: () => void;
  /** Gives what Tab can make of the last word of what is typed. */
  readonly complete: (word: string, isFirst: boolean) => readonly string[];
}

/** The terminal: a line at the bottom that is being typed, and everything else above it. */
export class Screen {
  readonly #readline: Interface;
  readonly #output = new Output();
  /** What is being asked for unseen, and who waits for it. */
  #secret: { readonly prompt: string; readonly resolve: (line: string) => void } | undefined;
  #isPrompting = false;

  constructor({ onLine, onLeave, complete }: ScreenOptions) {
    this.#readline = createInterface({
      input: keyboard(),
      output: this.#output,
      terminal: true,
      completer: (line: string): [string[], string] => {
        const word = /\S*$/.exec(line)![0];
        return [[...complete(word, word.length === line.length)], word];
      },
    });
    this.#readline.on("line", (line) => {
      this.#isPrompting = false;
      if (this.#secret) this.#answer(line);
      else onLine(line);
    });
    this.#readline.on("history", (history: string[]) => {
      if (this.#secret) history.shift();
    });
    this.#readline.on("SIGINT", onLeave);
    this.#readline.on("close", onLeave);
  }

  /** Asks for the next line. */
  prompt(prompt: string): void {
    this.#isPrompting = true;
    this.#readline.setPrompt(prompt);
    this.#readline.prompt();
  }

  /**
   * Asks for a line that is neither shown nor remembered.
   *
   * @param prompt What to ask for.
   * @returns The line.
   */
  ask(prompt: string): Promise<string> {
    return new Promise((resolve) => {
      this.#secret = { prompt, resolve };
      this.#isPrompting = true;
      process.stdout.write(prompt);
      this.#output.isMuted = true;
      this.#readline.setPrompt("");
      this.#readline.prompt();
    });
  }

  /** Shows lines above the one being typed, which stays as it is, with its cursor. */
  print(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const text = `${lines.join("\n")}\n`;
    if (!this.#isPrompting) {
      process.stdout.write(text);
      return;
    }
    this.#clear();
    process.stdout.write(text);
    if (this.#secret) process.stdout.write(this.#secret.prompt);
    else this.#readline.prompt(true);
  }

  /** Takes away the line being typed, for good. */
  stopPrompting(): void {
    if (!this.#isPrompting) return;
    this.#isPrompting = false;
    this.#clear();
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.#readline.removeAllListeners("close");
    this.#readline.close();
  }

  #answer(line: string): void {
    const { resolve } = this.#secret!;
    this.#secret = undefined;
    this.#output.isMuted = false;
    process.stdout.write("\n");
    resolve(line);
  }

  /** Clears the rows that the line being typed takes; the cursor may be in any of them. */
  #clear(): void {
    // What is not shown takes no rows.
    const rows = this.#secret ? 0 : this.#readline.getCursorPos().rows;
    moveCursor(process.stdout, 0, -rows);
    cursorTo(process.stdout, 0);
    clearScreenDown(process.stdout);
    // Readline goes up by as many rows before it draws again; there are none any more.
    (this.#readline as Interface & { prevRows: number }).prevRows = 0;
  }
}
