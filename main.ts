import { CliError } from "./cli/cli_error.ts";
import { didYouMean } from "./cli/did_you_mean.ts";
import { UsageError } from "./cli/flags.ts";
import { OutputError, print, printError } from "./cli/print.ts";
import { systemReason } from "./cli/system_error.ts";
import { formatTable, helpColumns, wrapText } from "./cli/wrap_text.ts";
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
  const columns = helpColumns();
  const rows = SUBCOMMAND_NAMES.map((name): [string, string] => [
    name,
    subcommands[name].split("\n", 1)[0]!,
  ]);
  return [
    ...usage.program.split("\n").flatMap((line) => wrapText(line, columns)),
    "",
    usage.commands,
    formatTable(rows, columns),
    "",
    usage.flags,
    formatTable([["-h, --help", usage.help], ["-V, --version", usage.version]], columns),
  ].join("\n");
}

async function main(): Promise<number> {
  try {
    return await run(Deno.args);
  } catch (error) {
    if (error instanceof OutputError) {
      printError(`chat: ${usage.cannotWrite(systemReason(error.cause, texts.system))}`);
      return 1;
    }
    if (!(error instanceof UsageError || error instanceof CliError)) throw error;
    // The message may contain text from a server or a file; it stays one line whatever that is.
    printError(`chat: ${escapeControl(error.message)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

Deno.exit(await main());
