/**
 * `chat connect`: parses its flags, connects, and runs the interface that they select.
 *
 * The terminal has a folder of its own; the interfaces without a screen, for pipes and for JSON, are here. Nothing here
 * interprets a message.
 *
 * @module
 */
import type { InterfaceOptions } from "../conversation/interface_options.ts";
import { type Address, showAddress } from "../../cli/address.ts";
import { readCommandLine } from "../../cli/command_line.ts";
import { CliError } from "../../cli/cli_error.ts";
import { UsageError } from "../../cli/flags.ts";
import { readPassword } from "../../cli/read_password.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { type Candidate, Candidates, readAddresses } from "../connection/addresses.ts";
import { dialTcp, dialTls } from "../connection/dial.ts";
import { tlsReason, tlsTrust } from "../connection/tls.ts";
import type { Dial } from "../connection/transport.ts";
import { jsonLines } from "./json_lines.ts";
import { CONNECT_FLAGS, type ConnectOptions } from "./options.ts";
import { pipe } from "./pipe.ts";
import { historyFilePath } from "../terminal/history_file.ts";
import { terminal } from "../terminal/terminal.ts";

/**
 * Runs `chat connect` until the user leaves.
 *
 * @param args The arguments after `connect`.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 * @throws {CliError} If it cannot connect.
 */
export async function connect(args: readonly string[]): Promise<number> {
  const given = readCommandLine("connect", CONNECT_FLAGS, args);
  if (given === "help") return 0;
  const { options, texts } = given;
  const { host, port, name, room } = options;
  if (options.split && options.json) throw new UsageError(texts.usage.notBoth("split", "json"));
  let speaksTls = false;
  const candidates: Candidate[] = [];
  for (const address of read(host, port, texts)) {
    const trust = await tlsTrust(options, address.hostname, texts);
    const dial = () => trust ? dialTls(address, trust) : dialTcp(address, () => speaksTls = true);
    const shown = showAddress(address);
    candidates.push({ address: shown, dial: firstOr(dial, shown, texts) });
  }
  const servers = new Candidates(candidates);
  const shared: InterfaceOptions = {
    dial: servers.dial,
    address: () => servers.address,
    room,
    password: await readPassword(options["password-file"], texts),
    texts,
  };
  try {
    if (!options.json && Deno.stdin.isTerminal()) {
      const isDrawn = Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
      return await terminal({
        ...shared,
        name,
        isPlain: options.plain || !isDrawn,
        hasColor: hasColor(options.color),
        savesInput: options["save-input"]
          ? historyFilePath((name) => Deno.env.get(name))
          : undefined,
      });
    }
    if (name === undefined) throw new UsageError(texts.client.nameMissing);
    return options.json
      ? await jsonLines({ ...shared, name })
      : await pipe({ ...shared, name, isSplit: options.split });
  } catch (error) {
    if (!speaksTls) throw error;
    const reason = texts.client.cannotConnect(servers.address, texts.tls.expected);
    throw new CliError(reason, { cause: error });
  }
}

function read(host: string, port: number, { usage }: Catalogue): Address[] {
  try {
    return readAddresses(host, port);
  } catch (error) {
    throw new UsageError(usage.badValue("--host", host, (error as Error).message));
  }
}

/** Returns whether to use colours; the flag overrides the variable (no-color.org). */
function hasColor(when: ConnectOptions["color"]): boolean {
  if (when !== "auto") return when === "always";
  return Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
}

/** Replaces the error of a failed connection by one line that users understand. */
function firstOr(dial: Dial, address: string, texts: Catalogue): Dial {
  return async () => {
    try {
      return await dial();
    } catch (error) {
      const reason = error instanceof Error
        ? tlsReason(error, texts) ?? error.message
        : String(error);
      throw new CliError(texts.client.cannotConnect(address, reason), { cause: error });
    }
  };
}
