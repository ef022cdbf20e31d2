import { Failure } from "./cli/failure.ts";
import { UsageError } from "./cli/flags.ts";
import { print, printError } from "./cli/print.ts";
import type { Subcommand } from "./locale/catalogue.ts";
import { CATALOGUES, detectLanguage } from "./locale/locale.ts";
import { VERSION } from "./version.ts";

/** Does what the arguments after its name say; gives the exit code. */
type Run = (args: readonly string[]) => Promise<number>;

/** The subcommands; each is loaded when it is asked for, so that none waits for the others. */
const SUBCOMMANDS: Readonly<Record<Subcommand, () => Promise<Run>>> = {
  serve: async () => (await import("./server/serve.ts")).serve,
  connect: async () => (await import("./client/connect.ts")).connect,
  export: async () => (await import("./server/export.ts")).exportMessages,
  user: async () => (await import("./server/user.ts")).user,
  cert: async () => (await import("./cert/cert.ts")).cert,
};

const { usage, subcommands } = CATALOGUES[detectLanguage((name) => Deno.env.get(name))];

async function run([command, ...args]: readonly string[]): Promise<number> {
  if (command !== undefined && isSubcommand(command)) {
    const subcommand = await SUBCOMMANDS[command]();
    return await subcommand(args);
  }
  switch (command) {
    case "help":
      if (args[0] !== undefined) return await run([args[0], "--help"]);
      /* falls through */
    case undefined:
    case "-h":
    case "--help":
      print(help());
      return command === undefined ? 2 : 0;
    case "-V":
    case "--version":
      print(`chat ${VERSION}`);
      return 0;
    default:
      throw new UsageError(usage.unknownCommand(command));
  }
}

function isSubcommand(command: string): command is Subcommand {
  return Object.hasOwn(SUBCOMMANDS, command);
}

function help(): string {
  const names = Object.keys(SUBCOMMANDS).filter(isSubcommand);
  const width = Math.max(...names.map((name) => name.length));
  return [
    usage.program,
    "",
    usage.commands,
    ...names.map((name) => `  ${name.padEnd(width)}  ${subcommands[name].split("\n")[0]}`),
    "",
    usage.flags,
    `  -h, --help     ${usage.help}`,
    `  -V, --version  ${usage.version}`,
  ].join("\n");
}

async function main(): Promise<number> {
  try {
    return await run(Deno.args);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof Failure)) throw error;
    printError(`chat: ${error.message}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

Deno.exit(await main());
