import { toCommandName } from "./command_words.ts";

/**
 * Whether a line is a word that ends other programs, such as `exit`. Here it would be sent as a message, which the user
 * probably does not want.
 *
 * @param line The line as typed.
 */
export function isLeaveWord(line: string): boolean {
  const word = line.trim();
  return word.length > 1 && toCommandName(word) === "quit";
}
