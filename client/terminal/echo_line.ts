import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { LocalCommand } from "../../protocol/commands/command_entry.ts";
import type { ParsedClientLine } from "../../protocol/commands/parse_line.ts";
import type { LineChat } from "../conversation/line_chat.ts";
import { resemblesPassword } from "../conversation/resembles_password.ts";
import type { TerminalEntry } from "./render_entry.ts";
import { shownCommand } from "../../protocol/commands/password_commands.ts";

/** Options of {@linkcode echoLine}. */
export interface EchoOptions {
  /** The chat, before it carries out the line. */
  readonly chat: Pick<LineChat, "quoteOf" | "hasSeveralRooms" | "room" | "lastSender">;
  readonly texts: Catalogue;
}

/** Returns what is printed in place of a typed line. */
export function echoLine(
  line: ParsedClientLine,
  text: string,
  { chat, texts }: EchoOptions,
): readonly TerminalEntry[] {
  if (line.kind === "nothing") return [];
  // A password must not stay in the scrollback.
  const own = { type: "own", text } as const;
  if (resemblesPassword(text)) {
    return [{ type: "own", text: shownCommand(text.trim().split(/\s/, 1)[0]!) }];
  }
  if (line.kind === "local") return [toPrivate(line.command, chat.lastSender, texts) ?? own];
  if (line.kind !== "command") return [own];
  const { command } = line;
  const isSaid = command.type === "say" || command.type === "direct";
  const reply = isSaid ? chat.quoteOf(command) : undefined;
  // A reply to a message that is not there is not sent.
  if (isSaid && command.reply !== undefined && !reply) return [own];
  const said = { type: "own", ...(reply && { reply }) } as const;
  if (command.type === "direct") {
    const to = { where: texts.chat.privately, to: command.to };
    return [{ ...said, text: command.text, ...to }];
  }
  if (command.type !== "say") return [own];
  return [{
    ...said,
    text: command.text,
    ...(chat.hasSeveralRooms && { where: chat.room }),
    ...(command.action && { action: command.action }),
  }];
}

/** Returns a private message that the client's own command sends; `undefined` for another command. */
function toPrivate(
  command: LocalCommand,
  lastSender: string | undefined,
  { chat }: Catalogue,
): TerminalEntry | undefined {
  const to = command.type === "answer"
    ? lastSender
    : command.type === "query"
    ? command.name
    : undefined;
  const text = "text" in command ? command.text : "";
  return to && text ? { type: "own", text, where: chat.privately, to } : undefined;
}
