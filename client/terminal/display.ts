import type { Span } from "./wrap.ts";

/** Where a conversation is shown and typed. */
export interface Display {
  /** How wide it is. */
  readonly columns: number;
  /** Whether what is typed stays where it was typed, and need not be shown again. */
  readonly keepsTyped: boolean;
  /** Shows lines, after what was shown before. */
  print(lines: readonly (readonly Span[])[]): void;
  /** Takes lines from now on; each is handed to `onLine`. */
  prompt(prompt: string): void;
  /** Asks for a line that is neither remembered nor handed on; one that is a secret is not shown, either. */
  ask(prompt: string, isSecret: boolean): Promise<string>;
  /** Says what is waited for. */
  status(text: string | undefined): void;
  /** Takes no more lines. */
  stop(): void;
  ring(): void;
  /** Returns the terminal back as it was. */
  close(): void;
}

/** Callbacks of a {@linkcode Display}. */
export interface DisplayOptions {
  /** Called with each line that is entered; returns whether it may be stored in the history of lines. */
  readonly onLine: (line: string) => boolean;
  /** Called at Ctrl+C, Ctrl+D, and when the terminal is gone. */
  readonly onLeave: () => void;
}
