import { writeErrorText, writeText } from "../../cli/print.ts";
import { showIndented } from "../conversation/display_entry.ts";
import { edit, type EditedLine, EMPTY } from "./line_editor.ts";
import { type Key, parseKeys } from "./keys.ts";
import type { Display, DisplayOptions } from "./display.ts";
import { stdinBytes } from "./stdin_bytes.ts";
import type { Span } from "./wrap.ts";

/**
 * Display that never redraws, for screen readers and simple terminals: each event is a line, and the terminal itself edits
 * the input.
 */
export class Plain implements Display {
  readonly columns = Infinity;
  readonly keepsTyped = true;
  readonly #options: DisplayOptions;
  readonly #decoder = new TextDecoder();
  /** Lines not read yet. */
  readonly #lines: string[] = [];
  #rest = "";
  /** The secret typed so far. */
  #secret: EditedLine | undefined;
  #isPrompting = false;
  #asked: ((line: string) => void) | undefined;

  constructor(options: DisplayOptions) {
    this.#options = options;
    this.#read();
  }

  print(lines: readonly (readonly Span[])[]): void {
    for (const spans of lines) {
      const line = spans.map(({ text }) => text).join("");
      writeText(`${showIndented(line)}\n`);
    }
  }

  prompt(): void {
    this.#isPrompting = true;
    this.#hand();
  }

  ask(prompt: string, isSecret: boolean): Promise<string> {
    tell(`${prompt.trimEnd()}\n`);
    if (isSecret) {
      this.#secret = EMPTY;
      Deno.stdin.setRaw(true);
    }
    return new Promise((resolve) => {
      this.#asked = resolve;
      this.#hand();
    });
  }

  status(): void {
    // Waiting is not an event.
  }

  stop(): void {
    this.#isPrompting = false;
  }

  clear(): void {
    // What is printed stays.
  }

  ring(): void {
    tell("\x07");
  }

  close(): void {
    if (!this.#secret) return;
    this.#secret = undefined;
    try {
      Deno.stdin.setRaw(false);
    } catch {
      // The terminal is closed.
    }
  }

  async #read(): Promise<void> {
    for await (const chunk of stdinBytes()) {
      this.#rest += this.#decoder.decode(chunk, { stream: true });
      if (this.#secret) this.#readSecret();
      else this.#readLines();
      this.#hand();
    }
    this.#options.onLeave();
  }

  #readLines(): void {
    const lines = this.#rest.split("\n");
    this.#rest = lines.pop()!;
    this.#lines.push(...lines);
  }

  #readSecret(): void {
    const { keys, rest } = parseKeys(this.#rest);
    this.#rest = rest;
    for (const key of keys) this.#onSecretKey(key);
    if (!this.#secret) this.#readLines();
  }

  #onSecretKey(key: Key): void {
    // Keys after the end of the secret belong to the next line.
    if (!this.#secret) {
      this.#rest += key.type !== "press" ? key.text : key.name === "enter" ? "\n" : "";
      return;
    }
    const name = key.type === "press" ? key.name : "";
    if (name !== "enter" && name !== "ctrl+c") {
      this.#secret = edit(this.#secret, key);
      return;
    }
    // Ctrl+C cancels the prompt.
    this.#lines.push(name === "enter" ? this.#secret.text : "");
    this.#secret = undefined;
    Deno.stdin.setRaw(false);
  }

  #hand(): void {
    while (this.#lines.length > 0 && !this.#secret) {
      const asked = this.#asked;
      if (!asked && !this.#isPrompting) return;
      this.#asked = undefined;
      const line = this.#lines.shift()!;
      if (asked) return asked(line);
      this.#options.onLine(line);
    }
  }
}

/** Writes to the terminal what is not part of the conversation, whose output may be a file or another program. */
function tell(text: string): void {
  (Deno.stdout.isTerminal() ? writeText : writeErrorText)(text);
}
