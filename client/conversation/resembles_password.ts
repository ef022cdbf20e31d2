import { ALL_COMMAND_WORDS, toCommandName } from "../../protocol/commands/command_words.ts";
import {
  attachedCommandLength,
  PASSWORD_COMMANDS,
} from "../../protocol/commands/password_commands.ts";
import { wordDistance } from "../../protocol/text/nearest_word.ts";

/** Words that other programs, and people in a hurry, use for these commands. */
const OTHER_WORDS: readonly string[] = [
  ...["password", "pass", "identify", "auth", "nickserv", "signin", "signup"],
  ...["senha", "entrar", "cadastrar", "registrar", "registro"],
];

/** Most letters in which a mistyped name differs from a command. */
const MAX_DISTANCE = 2;

/** Longest word that is compared with the commands, as a longer one resembles none. */
const MAX_WORD = 20;

/** A code of an invitation at the end of a line, after a room. */
const CODE_AT_END = /\s[\w-]{22}$/;

/**
 * Returns whether a line may contain a password or another secret: it has the form of a command, and its name is that of a
 * command that takes a password, or nearer to such a name than to any other; or it ends with the code of an invitation.
 *
 * @param line The line as typed.
 */
export function resemblesPassword(line: string): boolean {
  const [, word = "", rest = ""] = /^\s*\/+\s*([^\s:=]+)([^]*)$/.exec(line) ?? [];
  const name = word.toLowerCase();
  if (CODE_AT_END.test(rest.trimEnd()) && isJoin(name)) return true;
  if (PASSWORD_COMMANDS.includes(name)) return rest.trim() !== "";
  // The space before the password may be missing.
  if (attachedCommandLength(name) > 0) return true;
  if (rest.trim() === "" || name.length > MAX_WORD || toCommandName(name) !== undefined) {
    return false;
  }
  const distance = nearest(name, [...PASSWORD_COMMANDS, ...OTHER_WORDS]);
  return distance <= MAX_DISTANCE && distance <= nearest(name, ALL_COMMAND_WORDS);
}

/** Returns whether a word is a name of `/join`, mistyped or not. */
function isJoin(name: string): boolean {
  const command = toCommandName(name);
  return command === undefined ? wordDistance(name, "join") <= MAX_DISTANCE : command === "join";
}

/** Returns the least number of letters in which a word differs from one of several others. */
function nearest(word: string, others: readonly string[]): number {
  return Math.min(...others.map((other) => wordDistance(word, other)));
}
