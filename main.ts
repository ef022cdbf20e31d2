import { Failure } from "./cli/failure.ts";
import { UsageError } from "./cli/flags.ts";
import { print, printError } from "./cli/print.ts";
import { CATALOGUES, detectLanguage } from "./locale/locale.ts";
import { VERSION } from "./version.ts";

const { usage } = CATALOGUES[detectLanguage((name) => Deno.env.get(name))];

/** Does what a subcommand says; each is loaded when it is asked for, so that none waits for the other. */
async function run([command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case "serve":
      return await (await import("./server/serve.ts")).serve(args);
    case "connect":
      return await (await import("./client/connect.ts")).connect(args);
    case "cert":
      return await (await import("./cert/cert.ts")).cert(args);
    case undefined:
    case "help":
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

function help(): string {
  const commands = [["serve", usage.serve()], ["connect", usage.connect()], ["cert", usage.cert()]]
    .map(([name, text]) => `  ${name!.padEnd(9)} ${text!.split("\n")[0]}`);
  return [
    usage.program(),
    "",
    usage.commands,
    ...commands,
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
