import type { CommandName } from "../../protocol/commands/command_name.ts";
import type { LineProblem } from "../../protocol/commands/command_entry.ts";
import type { Catalogue } from "../texts/catalogue.ts";
import { errorMessage } from "./error_message.ts";

/**
 * Says how a command is written, as in `/kick <name> [reason]`.
 *
 * @param name The command.
 * @param texts The language.
 */
export function commandForm(name: CommandName, texts: Catalogue): string {
  const { form } = texts.commands[name];
  return `/${name}${form && ` ${form}`}`;
}

/**
 * Says what was wrong with what somebody wrote: of a command without what it needs, how it is written.
 *
 * @param problem What was wrong.
 * @param texts The language.
 */
export function problemText({ code, detail, form }: LineProblem, texts: Catalogue): string {
  return form === undefined
    ? errorMessage({ code, value: detail }, texts).message
    : texts.chat.usage(commandForm(form, texts));
}
