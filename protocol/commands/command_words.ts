import { nearestWord } from "../text/nearest_word.ts";
import { ALL_COMMAND_NAMES, type CommandName, COMMANDS } from "./commands.ts";

/** The names and aliases of the commands, with the name of each. */
const NAMES_BY_WORD: ReadonlyMap<string, CommandName> = new Map([
  ...ALL_COMMAND_NAMES.map((name) => [name, name] as const),
  ...ALL_COMMAND_NAMES.flatMap((name) =>
    (COMMANDS[name].aliases ?? []).map((alias) => [alias, name] as const)
  ),
]);

/** All names, then all aliases. */
export const ALL_COMMAND_WORDS: readonly string[] = [...NAMES_BY_WORD.keys()];

/**
 * Looks up a command by name or alias, ignoring case.
 *
 * @param word The word, without the `/`.
 * @returns The name, or `undefined` if there is no such command.
 */
export function toCommandName(word: string): CommandName | undefined {
  return NAMES_BY_WORD.get(word.toLowerCase());
}

/**
 * Completes the name or an alias of a command.
 *
 * @param typed What is typed, with the `/`.
 * @returns The names that begin with it, then the aliases, each with the `/`. Aliases of one letter are not worth completing,
 * and a `/` alone stands for the names.
 */
export function completeCommand(typed: string): readonly string[] {
  const start = typed.toLowerCase();
  const words = start === "/"
    ? ALL_COMMAND_NAMES
    : ALL_COMMAND_WORDS.filter((word) => word.length > 1);
  return words.map((word) => `/${word}`).filter((word) => word.startsWith(start));
}

/**
 * Finds the command that a mistyped word was meant to be.
 *
 * @param word The word, without the `/`.
 * @param names The commands that could be meant.
 * @returns The name, or the alias if that is nearer; `undefined` if no command is near.
 */
export function suggestCommand(word: string, names: readonly CommandName[]): string | undefined {
  const bare = names.find((name) => COMMANDS[name].bareLine === word.toLowerCase());
  return bare ?? nearestWord(word, [
    ...names,
    // Every word of two letters is near one of one letter.
    ...names.flatMap((name) => COMMANDS[name].aliases ?? []).filter((alias) => alias.length > 1),
  ]);
}
