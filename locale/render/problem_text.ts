import type { CommandName } from "../../protocol/commands/command_name.ts";
import type { LineProblem } from "../../protocol/commands/command_entry.ts";
import type { Catalogue } from "../texts/catalogue.ts";
import { errorMessage } from "./error_message.ts";

/**
 * Renders the form of a command, such as `/kick <name> [reason]`.
 *
 * @param name The command.
 * @param texts The language.
 */
export function commandForm(name: CommandName, texts: Catalogue): string {
  const { form } = texts.commands[name];
  return `/${name}${form && ` ${form}`}`;
}

/**
 * Renders the error of a wrong line; for a command that lacks an argument, its form.
 *
 * @param problem The error.
 * @param texts The language.
 */
export function problemText({ code, detail, form }: LineProblem, texts: Catalogue): string {
  return form === undefined
    ? errorMessage({ code, value: detail }, texts).message
    : texts.chat.usage(commandForm(form, texts));
}
