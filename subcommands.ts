import type { Subcommands } from "./cli/subcommand.ts";
import type { Subcommand } from "./locale/texts/command_line.ts";

/** The subcommands by name, from which dispatch, help, completions and documents are derived. */
export const SUBCOMMANDS: Subcommands = {
  serve: {
    load: async () => (await import("./server/commands/serve.ts")).serve,
    flags: async () => (await import("./server/options/options.ts")).SERVE_FLAGS,
    revokes: [],
  },
  connect: {
    load: async () => (await import("./client/commands/connect.ts")).connect,
    flags: async () => (await import("./client/commands/options.ts")).CONNECT_FLAGS,
    revokes: ["sys"],
    argument: "HOST",
  },
  export: {
    load: async () => (await import("./server/commands/export.ts")).exportMessages,
    flags: async () => (await import("./server/options/options.ts")).EXPORT_FLAGS,
    revokes: ["write", "sys"],
  },
  import: {
    load: async () => (await import("./server/commands/import.ts")).importMessages,
    flags: async () => (await import("./server/options/options.ts")).IMPORT_FLAGS,
    revokes: ["sys"],
  },
  user: {
    load: async () => (await import("./server/commands/user.ts")).user,
    flags: async () => (await import("./server/options/options.ts")).USER_FLAGS,
    revokes: ["sys"],
    words: async () => (await import("./server/options/options.ts")).USER_ACTIONS,
  },
  cert: {
    load: async () => (await import("./cert/cert.ts")).cert,
    flags: async () => (await import("./cert/options.ts")).CERT_FLAGS,
    revokes: ["net", "sys"],
  },
  link: {
    load: async () => (await import("./cli/link.ts")).link,
    flags: async () => (await import("./cli/link.ts")).LINK_FLAGS,
    revokes: ["net", "read", "write", "sys"],
  },
  completions: {
    load: async () => {
      const { completions } = await import("./cli/completions/completions.ts");
      return (args) => completions(args, SUBCOMMANDS);
    },
    flags: async () => (await import("./cli/completions/completions.ts")).COMPLETIONS_FLAGS,
    revokes: ["net", "read", "write", "sys"],
    words: async () => (await import("./cli/completions/completions.ts")).SHELL_NAMES,
  },
  man: {
    load: async () => {
      const { man } = await import("./cli/man.ts");
      return (args) => man(args, SUBCOMMANDS);
    },
    flags: async () => (await import("./cli/man.ts")).MAN_FLAGS,
    revokes: ["net", "read", "write", "sys"],
  },
};

/** The names of the subcommands, in the order of the help. */
export const SUBCOMMAND_NAMES = Object.keys(SUBCOMMANDS) as readonly Subcommand[];

/** Returns whether a word names a subcommand. */
export function isSubcommand(word: string): word is Subcommand {
  return Object.hasOwn(SUBCOMMANDS, word);
}
