import { ALL_COMMAND_WORDS, toCommandName } from "./command_words.ts";
import { COMMANDS } from "./commands.ts";
import { ARGUMENT_KINDS } from "./command_entry.ts";

/** Names and aliases of the commands that take a password. */
export const PASSWORD_COMMANDS: readonly string[] = ALL_COMMAND_WORDS.filter((word) =>
  COMMANDS[toCommandName(word)!].takes.some((taken) =>
    typeof taken === "string" && ARGUMENT_KINDS[taken] === "password"
  )
);

/**
 * Returns the first word of a command line as it is shown: without a password whose space before it is missing, as in
 * `/login:senha`.
 *
 * @param word The word, with its `/`.
 */
export function shownCommand(word: string): string {
  const [given = ""] = word.split(/[:=]/, 1);
  const name = given.replace(/^\/+/, "").toLowerCase();
  const command = PASSWORD_COMMANDS.find((command) => name.startsWith(command));
  const shown = command === undefined
    ? given
    : given.slice(0, given.length - name.length + command.length);
  return shown === word ? word : `${shown}…`;
}
