import type { BellMode, ScreenMode, Secret } from "../../protocol/commands/command_entry.ts";
import type { CommandName } from "../../protocol/commands/commands.ts";
import type { DisplayEntry } from "./display_entry.ts";
import type { Move } from "./move_run.ts";

/** Output of a {@linkcode LineChat}, and the commands that depend on it. */
export interface LineOutput {
  show(entries: readonly DisplayEntry[]): void;
  /** Shows that another user entered or left a room; see {@linkcode MoveRun} for how several are one line. */
  showMove(move: Move): void;
  /** Shows the help of one command, or of all. */
  showHelp(about?: CommandName): void;
  /** Asks for a password; `wasVisible` if the command was typed with one. */
  askPassword(secret: Secret, wasVisible: boolean): void;
  /** Sets when the bell rings; without a mode, shows when it does. */
  setBell(mode: BellMode | undefined): void;
  clear(): void;
  /** Shows the chat as lines or as a full screen. */
  setScreen(mode: ScreenMode): void;
  quit(): void;
}
