import { type EditedLine, insert } from "./line_editor.ts";

/** Result of completing a word. */
export interface WordCompletion {
  readonly line: EditedLine;
  /** Possible words, if there are several. */
  readonly choices: readonly string[];
}

/**
 * Completes the word before the cursor by what all possible words have in common.
 *
 * @param line The line.
 * @param complete Returns the possible words, given the text before the cursor.
 * @returns The new line, and the possible words if nothing could be added.
 */
export function completeWord(
  line: EditedLine,
  complete: (before: string) => readonly string[],
): WordCompletion {
  const before = line.text.slice(0, line.cursor);
  const word = /(?<!\S)\S*$/.exec(before)![0];
  const choices = complete(before);
  const common = choices.length === 1 ? choices[0]! : commonStart(choices);
  if (common.length < word.length || common === word) {
    return { line, choices: choices.map((choice) => choice.trim()) };
  }
  const from = line.cursor - word.length;
  const rest = line.text.slice(line.cursor);
  const cut = { ...line, text: line.text.slice(0, from) + rest, cursor: from };
  // Do not add a space where there is one.
  const isSpaced = common.endsWith(" ") && rest.startsWith(" ");
  return { line: insert(cut, isSpaced ? common.slice(0, -1) : common), choices: [] };
}

/** Returns the longest common prefix, ignoring case, as the first text spells it. */
function commonStart([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    while (first.slice(0, length).toLowerCase() !== other.slice(0, length).toLowerCase()) length--;
  }
  return first.slice(0, length);
}
