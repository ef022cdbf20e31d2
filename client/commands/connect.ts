/**
 * `chat connect`: parses its flags, connects, and runs the interface that they select.
 *
 * The terminal has a folder of its own; the interfaces without a screen, for pipes and for JSON, are here. Nothing here
 * interprets a message.
 *
 * @module
 */
import type { InterfaceOptions } from "../conversation/interface_options.ts";
import { showAddress } from "../../cli/address.ts";
import { readCommandLine } from "../../cli/command_line.ts";
import { CliError } from "../../cli/cli_error.ts";
import { UsageError } from "../../cli/flags.ts";
import { readPassword } from "../../cli/read_password.ts";
import { systemCause, systemReason } from "../../cli/system_error.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { type Candidate, Candidates, readAddresses } from "../connection/addresses.ts";
import { dialTcp, dialTls } from "../connection/dial.ts";
import { ConnectError, NoAnswerError, SILENT } from "../connection/errors.ts";
import { tlsReason, tlsTrust } from "../connection/tls.ts";
import { CONNECT_TIMEOUT, type Dial } from "../connection/transport.ts";
import { UNREADABLE } from "../session/close_reasons.ts";
import { CONNECT_FLAGS, type ConnectOptions } from "./options.ts";
import { colorCount } from "../terminal/color_count.ts";
import { reflows } from "../terminal/reflows.ts";
import { stateFilePath } from "../terminal/state_file_path.ts";

/**
 * Runs `chat connect` until the user leaves.
 *
 * @param args The arguments after `connect`.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 * @throws {CliError} If it cannot connect.
 */
export async function connect(args: readonly string[]): Promise<number> {
  const given = await readCommandLine("connect", CONNECT_FLAGS, args, "host");
  if (given === "help") return 0;
  const { options, texts } = given;
  const { host, port, name, room } = options;
  if (options.split && options.json) throw new UsageError(texts.usage.notBoth("split", "json"));
  if (options.full && options.plain) throw new UsageError(texts.usage.notBoth("full", "plain"));
  if (options.full && options.json) throw new UsageError(texts.usage.notBoth("full", "json"));
  const isDrawn = Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
  if (options.full && !(isDrawn && Deno.stdin.isTerminal())) {
    throw new UsageError(texts.full.needsTerminal);
  }
  let speaksTls = false;
  const candidates: Candidate[] = [];
  for (const address of readAddresses(host, port)) {
    const trust = await tlsTrust(options, address.hostname, texts);
    const dial: Dial = (options) =>
      trust ? dialTls(address, trust, options) : dialTcp(address, () => speaksTls = true, options);
    const shown = showAddress(address);
    candidates.push({ address: shown, dial: explained(dial, shown, texts) });
  }
  const servers = new Candidates(candidates);
  const shared: InterfaceOptions = {
    dial: joined(servers.dial),
    address: () => servers.address,
    room,
    password: await readPassword(options["password-file"], texts),
    texts,
  };
  try {
    // Each interface is loaded on demand: those of the others would delay the start.
    if (!options.json && Deno.stdin.isTerminal()) {
      const { terminal } = await import("../terminal/terminal.ts");
      return await terminal({
        ...shared,
        name,
        isPlain: options.plain || !isDrawn,
        isFull: options.full,
        hasColor: hasColor(options.color),
        colors: colorCount(Deno.env.get("TERM"), Deno.env.get("COLORTERM")),
        term: Deno.env.get("TERM") ?? "",
        // Task runners set this variable. They do not stop with the program, and the shell would wait for them.
        canSuspend: Deno.env.get("INIT_CWD") === undefined,
        reflows: reflows(Deno.env.get("TERM"), Deno.env.get("COLORTERM")),
        savesInput: options["save-input"] ? stateFile("typed.jsonl") : undefined,
        draftsFile: options["save-input"] ? stateFile("drafts.json") : undefined,
        pointsFile: options["save-input"] ? stateFile("read.json") : undefined,
        server: candidates.map(({ address }) => address).join(","),
        filterFile: stateFile("filter.json"),
      });
    }
    if (name === undefined) throw new UsageError(texts.client.nameMissing);
    if (options.json) {
      const { jsonLines } = await import("./json_lines.ts");
      return await jsonLines({ ...shared, name });
    }
    const { pipe } = await import("./pipe.ts");
    return await pipe({ ...shared, name, isSplit: options.split });
  } catch (error) {
    if (!speaksTls) throw error;
    const reason = texts.client.cannotConnect(servers.address, texts.tls.expected);
    throw new CliError(reason, { cause: error });
  }
}

/** Returns the path of a file that is kept for the user. */
function stateFile(name: string): string | undefined {
  return stateFilePath(name, (variable) => Deno.env.get(variable));
}

/** Returns whether to use colours; the flag overrides the variable (no-color.org). */
function hasColor(when: ConnectOptions["color"]): boolean {
  if (when !== "auto") return when === "always";
  return Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
}

/** Replaces the error of a failed connection by one line that users understand. */
function explained(dial: Dial, address: string, texts: Catalogue): Dial {
  return async (options) => {
    try {
      return await dial(options);
    } catch (error) {
      throw new CliError(connectMessage(error, address, texts), { cause: error });
    }
  };
}

/** Replaces the errors of several servers by one line. */
function joined(dial: Dial): Dial {
  return async (options) => {
    try {
      return await dial(options);
    } catch (error) {
      throw error instanceof AggregateError ? new CliError(error.message, { cause: error }) : error;
    }
  };
}

/** Returns that a server could not be reached and why, in words for users. */
function connectMessage(error: unknown, address: string, texts: Catalogue): string {
  const { client } = texts;
  const cause = error instanceof ConnectError ? error.cause ?? error : error;
  return systemCause(cause) === "refused"
    ? client.notAnswered(address)
    : client.cannotConnect(address, connectReason(cause, texts));
}

function connectReason(error: unknown, texts: Catalogue): string {
  if (!(error instanceof NoAnswerError)) {
    return tlsReason(error, texts) ?? systemReason(error, texts.system);
  }
  switch (error.reason) {
    case SILENT:
      return texts.client.noAnswer(CONNECT_TIMEOUT / 1_000);
    case UNREADABLE:
      return texts.client.unreadable();
    default:
      return texts.client.closedEarly;
  }
}
