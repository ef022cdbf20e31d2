import type { Span } from "./wrap.ts";

/** What draws on the terminal. */
export interface Output {
  /** Width for texts, in columns. */
  readonly columns: number;
  /** Prints lines below the earlier ones. */
  print(lines: readonly (readonly Span[])[]): void;
  /** Prints lines that the next call replaces, unless others were printed meanwhile. */
  printOpen(lines: readonly (readonly Span[])[]): void;
  /** Whether there are lines that {@linkcode Output.printOpen} would replace. */
  readonly hasOpen: boolean;
  ring(): void;
  /** Clears the terminal, and draws anew what must stay. */
  clear(): void;
  /** Schedules a drawing that covers all changes until then. */
  update(): void;
  /** Draws all changes now. */
  flush(): void;
  /** Leaves the terminal to another program or output, until {@linkcode Output.resume}. */
  suspend(): void;
  resume(): void;
  /** Stops drawing. */
  close(): void;
}
