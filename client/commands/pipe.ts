import { print, printError } from "../../cli/print.ts";
import { eventEntries, helpEvents } from "../../locale/render/event_lines.ts";
import { commandForm } from "../../locale/render/problem_text.ts";
import { type ParsedLine, readLine } from "../../protocol/commands/parse_line.ts";
import { isRelative } from "../../protocol/messages/changes.ts";
import type { InterfaceOptions } from "../conversation/interface_options.ts";
import { LineChat } from "../conversation/line_chat.ts";
import { type DisplayEntry, displayLine } from "../conversation/display_entry.ts";
import { moveText } from "../conversation/move_run.ts";
import { splitLine } from "./split_line.ts";
import { Unattended } from "./unattended.ts";

/** Options of {@linkcode pipe}. */
export interface PipeOptions extends InterfaceOptions {
  readonly name: string;
  /** Whether to split a line that is too long for one message. */
  readonly isSplit: boolean;
}

/**
 * Runs without a terminal: sends each line of standard input, prints what arrives, and ends when the input has ended and
 * every request was answered. Rejected lines, by the client or the server, are printed on standard error.
 *
 * @param options The connection and the user.
 * @returns The exit code: 1 if a line was rejected.
 * @throws {CliError} If it cannot connect, the name is rejected, or the session ends for good.
 */
export async function pipe(options: PipeOptions): Promise<number> {
  const { texts, room, isSplit } = options;
  let code = 0;
  let hasQuit = false;
  const show = (entries: readonly DisplayEntry[]) => {
    for (const entry of entries) {
      const isError = entry.type === "error";
      if (isError) code = 1;
      (isError ? printError : print)(displayLine(entry, texts));
    }
  };
  const unattended = new Unattended({
    ...options,
    onEvent: (event) => chat.receive(event),
    // If the client closes, its last line says why.
    onRefused: ({ next }, text) => next !== "close" && printError(`[${texts.chat.error}] ${text}`),
  });
  const { client } = unattended;
  const chat = new LineChat({
    client,
    texts,
    takesPasswords: true,
    showsRecent: false,
    room,
    output: {
      show,
      // What was printed stays.
      showMove: (move) => show([{ type: "system", text: moveText(move, texts) }]),
      showHelp: (about) =>
        show(helpEvents(texts, about).flatMap((event) => eventEntries(event, texts))),
      // There is no terminal for prompts.
      askPassword: ({ type }) =>
        show([{ type: "error", text: texts.chat.usage(commandForm(type, texts)) }]),
      setBell: () => {},
      clear: () => {},
      setScreen: () => {},
      quit: () => hasQuit = true,
    },
  });
  if (!await unattended.enter()) {
    await client.settled();
    await unattended.leave();
    return 1;
  }
  let number = 0;
  await unattended.read(async (line) => {
    number++;
    if (line === undefined) {
      show([{ type: "error", text: texts.client.lineNotText(number) }]);
      return true;
    }
    const parts = isSplit ? splitLine(line, client.limits) : [readLine(line, client.limits)];
    for (const part of parts) {
      // The message that it counts back to may be on its way.
      if (isRelativeLine(part)) await client.settled();
      chat.perform(part);
      if (hasQuit) return false;
      await unattended.roomForMore();
    }
    return true;
  });
  return await unattended.leave() || code;
}

/** Whether a line is about a message that it counts from the end. */
function isRelativeLine(line: ParsedLine): boolean {
  if (line.kind !== "command") return false;
  const { about, reply } = line.command as { readonly about?: number; readonly reply?: number };
  return isRelative(about ?? reply ?? 0);
}
