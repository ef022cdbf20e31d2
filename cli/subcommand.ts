import type { Subcommand } from "../locale/texts/command_line.ts";
import type { Flags } from "./flags.ts";

/** Does what the arguments after its name say; gives the exit code. */
export type RunSubcommand = (args: readonly string[]) => Promise<number>;

/** What a subcommand may do or not, as the permission sets in `deno.json` say. */
export type Permission = "net" | "read" | "write";

/** A subcommand; what it is made of is loaded when it is asked for, so that none waits for the others. */
export interface SubcommandEntry {
  readonly load: () => Promise<RunSubcommand>;
  readonly flags: () => Promise<Flags>;
  /** What the executable may do for the sake of the others, and this one gives up before it begins. */
  readonly revokes: readonly Permission[];
  /** The words of which one comes before the flags. */
  readonly words?: () => Promise<readonly string[]>;
}

/** The subcommands by their names, in the order of the help. */
export type Subcommands = Readonly<Record<Subcommand, SubcommandEntry>>;
