import { toCommandName } from "./command_words.ts";

/**
 * Whether a line is a word that other programs take for the end, such as `exit`. It is a message here, which its author
 * hardly means.
 *
 * @param line The line as typed.
 */
export function isLeaveWord(line: string): boolean {
  const word = line.trim();
  return word.length > 1 && toCommandName(word) === "quit";
}
