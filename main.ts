import { CliError } from "./cli/cli_error.ts";
import { didYouMean } from "./cli/did_you_mean.ts";
import { UsageError } from "./cli/flags.ts";
import { print, printError } from "./cli/print.ts";
import { askedLanguage, loadCatalogue } from "./locale/locale.ts";
import { isSubcommand, SUBCOMMAND_NAMES, SUBCOMMANDS } from "./subcommands.ts";
import { escapeControl } from "./protocol/text/escape_control.ts";
import { VERSION } from "./version.ts";

const texts = await loadCatalogue(askedLanguage(Deno.args, (name) => Deno.env.get(name)));
const { usage, subcommands } = texts;

async function run([command, ...args]: readonly string[]): Promise<number> {
  if (command !== undefined && isSubcommand(command)) {
    const { load, revokes } = SUBCOMMANDS[command];
    for (const name of revokes) Deno.permissions.revokeSync({ name });
    const subcommand = await load();
    return await subcommand(args);
  }
  switch (command) {
    case "help":
      if (args[0] !== undefined && !args[0].startsWith("-")) {
        return await run([args[0], "--help", ...args.slice(1)]);
      }
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
      throw new UsageError(
        usage.unknownCommand(command) + didYouMean(command, SUBCOMMAND_NAMES, texts),
      );
  }
}

function help(): string {
  const width = Math.max(...SUBCOMMAND_NAMES.map((name) => name.length));
  return [
    usage.program,
    "",
    usage.commands,
    ...SUBCOMMAND_NAMES.map((name) =>
      `  ${name.padEnd(width)}  ${subcommands[name].split("\n")[0]}`
    ),
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
    if (!(error instanceof UsageError || error instanceof CliError)) throw error;
    // The message may contain text from a server or a file; it stays one line whatever that is.
    printError(`chat: ${escapeControl(error.message)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

Deno.exit(await main());
