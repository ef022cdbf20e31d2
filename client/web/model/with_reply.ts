import type { ParsedClientLine } from "../../../protocol/commands/parse_line.ts";

/** Makes a message a reply to another one, unless it is a reply already. Other lines stay as they are. */
export function withReply(line: ParsedClientLine, reply: number | undefined): ParsedClientLine {
  if (reply === undefined || line.kind !== "command" || line.command.type !== "say") return line;
  return { ...line, command: { reply, ...line.command } };
}
