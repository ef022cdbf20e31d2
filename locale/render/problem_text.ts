import type { CommandArgument } from "../../protocol/commands/command_entry.ts";
import { type CommandName, COMMANDS } from "../../protocol/commands/commands.ts";
import type { LineProblem } from "../../protocol/commands/parse_line.ts";
import type { ChatTexts } from "../texts/catalogue.ts";
import { errorText } from "./error_message.ts";

/**
 * Renders the form of a command, such as `/kick <name> [reason]`.
 *
 * @param name The command.
 * @param texts The language.
 * @param words The name or alias to show, or several.
 */
export function commandForm(
  name: CommandName,
  texts: ChatTexts,
  words: readonly string[] = [name],
): string {
  const { takes, mayTake = [], isServerWide, isPrivate } = COMMANDS[name];
  const word = (argument: CommandArgument) =>
    typeof argument === "string" ? `<${texts.arguments[argument]}>` : argument.join("|");
  return [
    words.map((word) => `/${word}`).join(", "),
    ...isServerWide ? ["[*]"] : [],
    ...isPrivate ? [`[@${texts.arguments.user}]`] : [],
    ...takes.map(word),
    ...mayTake.map((argument) => `[${texts.arguments[argument]}]`),
  ].join(" ");
}

/**
 * Renders the form of a command with its aliases, such as `/join, /j <room>`.
 *
 * @param name The command.
 * @param texts The language.
 */
export function commandHeading(name: CommandName, texts: ChatTexts): string {
  return commandForm(name, texts, [name, ...COMMANDS[name].aliases ?? []]);
}

/** Renders the help of a command as a line: its form, and what it does. */
export function commandHelp(name: CommandName, texts: ChatTexts): string {
  return `${commandHeading(name, texts)}: ${texts.commands[name]}`;
}

/**
 * Renders the error of a wrong line: for a command that lacks an argument, its form; for one that does not exist, the one that
 * was probably meant.
 *
 * @param problem The error.
 * @param texts The language.
 */
export function problemText(
  { form, suggestion, ...problem }: LineProblem,
  texts: ChatTexts,
): string {
  const { chat } = texts;
  if (form === undefined) {
    const meant = suggestion === undefined ? "" : chat.didYouMean(`/${suggestion}`);
    return errorText(problem, texts) + meant;
  }
  const usage = chat.usage(commandForm(form, texts));
  return problem.cause === undefined ? usage : `${errorText(problem, texts)} ${usage}`;
}
