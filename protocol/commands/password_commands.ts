import { ALL_COMMAND_WORDS, toCommandName } from "./command_words.ts";
import { COMMANDS } from "./commands.ts";
import { wordDistance } from "../text/nearest_word.ts";
import { ARGUMENT_KINDS } from "./command_entry.ts";

/** Names and aliases of the commands that take a password. */
export const PASSWORD_COMMANDS: readonly string[] = ALL_COMMAND_WORDS.filter((word) =>
  COMMANDS[toCommandName(word)!].takes.some((taken) =>
    typeof taken === "string" && ARGUMENT_KINDS[taken] === "password"
  )
);

/** Least number of letters after a mistyped command that count as a password, so that plain typos do not. */
const MIN_ATTACHED = 3;

/**
 * Returns how many letters at the beginning of a word are a command that takes a password, possibly mistyped, if the password
 * may follow without a space, as in `registersenha` or `regsitersenha`; otherwise 0.
 *
 * @param word The word, in lower case and without its `/`.
 */
export function attachedCommandLength(word: string): number {
  const exact = PASSWORD_COMMANDS.find((command) => word.startsWith(command));
  if (exact !== undefined) return exact.length;
  if (toCommandName(word) !== undefined) return 0;
  const lengths = PASSWORD_COMMANDS.flatMap((command) =>
    [-1, 0, 1].map((more) => command.length + more).filter((length) =>
      word.length >= length + MIN_ATTACHED && wordDistance(word.slice(0, length), command) === 1
    )
  );
  // The shortest shows the least of the password.
  return lengths.length === 0 ? 0 : Math.min(...lengths);
}

/**
 * Returns the first word of a command line as it is shown: without a password whose space before it is missing, as in
 * `/login:senha`.
 *
 * @param word The word, with its `/`.
 */
export function shownCommand(word: string): string {
  const [given = ""] = word.split(/[:=]/, 1);
  const name = given.replace(/^\/+/, "").toLowerCase();
  const length = attachedCommandLength(name);
  const shown = length === 0 ? given : given.slice(0, given.length - name.length + length);
  return shown === word ? word : `${shown}…`;
}
