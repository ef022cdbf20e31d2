import type { Flags } from "./cli/flags.ts";
import type { Subcommand } from "./locale/texts/command_line.ts";

/** Does what the arguments after its name say; gives the exit code. */
export type Run = (args: readonly string[]) => Promise<number>;

/** What a subcommand may do or not, as the permission sets in `deno.json` say. */
export type Permission = "net" | "read" | "write";

/** A subcommand; what it is made of is loaded when it is asked for, so that none waits for the others. */
export interface SubcommandEntry {
  readonly load: () => Promise<Run>;
  readonly flags: () => Promise<Flags>;
  /** What the executable may do for the sake of the others, and this one gives up before it begins. */
  readonly forgoes: readonly Permission[];
  /** The words of which one comes before the flags. */
  readonly words?: () => Promise<readonly string[]>;
}

/** The subcommands by their names: what the program runs, helps, completes and documents by. */
export const SUBCOMMANDS: Readonly<Record<Subcommand, SubcommandEntry>> = {
  serve: {
    load: async () => (await import("./server/commands/serve.ts")).serve,
    flags: async () => (await import("./server/options/options.ts")).SERVE_FLAGS,
    forgoes: [],
  },
  connect: {
    load: async () => (await import("./client/commands/connect.ts")).connect,
    flags: async () => (await import("./client/commands/options.ts")).CONNECT_FLAGS,
    forgoes: [],
  },
  export: {
    load: async () => (await import("./server/commands/export.ts")).exportMessages,
    flags: async () => (await import("./server/options/options.ts")).EXPORT_FLAGS,
    forgoes: ["write"],
  },
  user: {
    load: async () => (await import("./server/commands/user.ts")).user,
    flags: async () => (await import("./server/options/options.ts")).USER_FLAGS,
    forgoes: [],
    words: async () => (await import("./server/options/options.ts")).USER_ACTIONS,
  },
  cert: {
    load: async () => (await import("./cert/cert.ts")).cert,
    flags: async () => (await import("./cert/options.ts")).CERT_FLAGS,
    forgoes: ["net"],
  },
  completions: {
    load: async () => (await import("./cli/completions/completions.ts")).completions,
    flags: async () => (await import("./cli/completions/completions.ts")).COMPLETIONS_FLAGS,
    forgoes: ["net", "read", "write"],
    words: async () => (await import("./cli/completions/completions.ts")).SHELL_NAMES,
  },
  man: {
    load: async () => (await import("./cli/man.ts")).man,
    flags: async () => (await import("./cli/man.ts")).MAN_FLAGS,
    forgoes: ["net", "read", "write"],
  },
};

/** The names of the subcommands, in the order of the help. */
export const SUBCOMMAND_NAMES = Object.keys(SUBCOMMANDS) as readonly Subcommand[];

/** Tells whether a word names a subcommand. */
export function isSubcommand(word: string): word is Subcommand {
  return Object.hasOwn(SUBCOMMANDS, word);
}
