import type { FullScreenTerminal } from "./full/full_view.ts";
import type { Prompt } from "./prompt.ts";
import type { Span } from "./wrap.ts";

/** Output and input of the terminal client. */
export interface Display {
  /** Width in columns. */
  readonly columns: number;
  /** Whether input stays visible where it was typed and need not be echoed. */
  readonly keepsTyped: boolean;
  /** The terminal, if it can show a full screen. */
  readonly screen?: FullScreenTerminal;
  /** Prints lines below the earlier ones. */
  print(lines: readonly (readonly Span[])[]): void;
  /**
   * Prints lines that the next call replaces, unless others were printed meanwhile. A display that never redraws has none.
   */
  printOpen?(lines: readonly (readonly Span[])[]): void;
  /** Whether the lines of the last {@linkcode Display.printOpen} can still be replaced. */
  readonly hasOpen?: boolean;
  /** Shows a prompt and starts to accept lines, which are passed to `onLine`. */
  prompt(prompt: Prompt): void;
  /**
   * Prompts for a line that is neither stored nor passed to `onLine`; a secret has no echo. Ctrl+C answers an optional
   * prompt, by default that for a secret, with an empty line.
   */
  ask(prompt: string, isSecret: boolean, isOptional?: boolean): Promise<string>;
  /** Shows what the client is waiting for; `undefined` for nothing. */
  status(text: string | undefined): void;
  /** Stops accepting lines. */
  stop(): void;
  ring(): void;
  /** Shows a notification of the system, if the terminal can. */
  notify?(title: string, text: string): void;
  /** Sets the title of the terminal's window, if it has one; {@linkcode Display.close} restores it. */
  title?(text: string): void;
  /** Clears the screen; what was shown stays in the scrollback. */
  clear(): void;
  /** Restores the terminal. */
  close(): void;
}

/** Callbacks of a {@linkcode Display}. */
export interface DisplayOptions {
  /** Called with each line. */
  readonly onLine: (line: string) => void;
  /** Called at Ctrl+D, at a second Ctrl+C, and when the terminal is closed. */
  readonly onLeave: () => void;
}
