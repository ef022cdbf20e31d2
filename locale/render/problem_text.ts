import type { CommandArgument } from "../../protocol/commands/command_entry.ts";
import { type CommandName, COMMANDS } from "../../protocol/commands/commands.ts";
import type { LineProblem } from "../../protocol/commands/parse_line.ts";
import type { ChatTexts } from "../texts/catalogue.ts";
import { errorMessage } from "./error_message.ts";

/**
 * Renders the form of a command, such as `/kick <name> [reason]`.
 *
 * @param name The command.
 * @param texts The language.
 */
export function commandForm(name: CommandName, texts: ChatTexts): string {
  const { takes, mayTake = [], isServerWide, isPrivate } = COMMANDS[name];
  const word = (argument: CommandArgument) =>
    typeof argument === "string" ? `<${texts.arguments[argument]}>` : argument.join("|");
  return [
    `/${name}`,
    ...isServerWide ? ["[*]"] : [],
    ...isPrivate ? [`[@${texts.arguments.user}]`] : [],
    ...takes.map(word),
    ...mayTake.map((argument) => `[${texts.arguments[argument]}]`),
  ].join(" ");
}

/**
 * Renders the error of a wrong line; for a command that lacks an argument, its form.
 *
 * @param problem The error.
 * @param texts The language.
 */
export function problemText({ code, detail, form }: LineProblem, texts: ChatTexts): string {
  return form === undefined
    ? errorMessage({ code, value: detail }, texts).message
    : texts.chat.usage(commandForm(form, texts));
}
