import type { Subcommand } from "../locale/texts/command_line.ts";
import type { Flags } from "./flags.ts";

/** Runs a subcommand with the arguments after its name; returns the exit code. */
export type RunSubcommand = (args: readonly string[]) => Promise<number>;

/** A permission, as named in the permission sets of `deno.json`. */
export type Permission = "net" | "read" | "write" | "sys";

/** A subcommand. Its modules are loaded when it runs, so that the others do not delay its start. */
export interface SubcommandEntry {
  readonly load: () => Promise<RunSubcommand>;
  readonly flags: () => Promise<Flags>;
  /** Permissions granted to the executable that this subcommand revokes before it starts. */
  readonly revokes: readonly Permission[];
  /** Placeholder of an optional argument. */
  readonly argument?: string;
  /** Words of which one must come before the flags. */
  readonly words?: () => Promise<readonly string[]>;
}

/** The subcommands by name, in the order of the help. */
export type Subcommands = Readonly<Record<Subcommand, SubcommandEntry>>;
