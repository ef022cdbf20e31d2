import { type EditedLine, insert } from "./line_editor.ts";

/** Possible words at the cursor, of which Tab shows one after the other. */
export class WordCycle {
  /** Possible words, without the spaces after them. */
  readonly words: readonly string[];
  readonly #choices: readonly string[];
  /** The line without the word, its cursor where the word begins. */
  readonly #around: EditedLine;
  /** The line as it was typed. */
  readonly #start: EditedLine;
  /** Index of the word shown; their number for the line as it was typed. */
  #at: number;

  private constructor(start: EditedLine, choices: readonly string[]) {
    const word = /(?<!\S)\S*$/.exec(start.text.slice(0, start.cursor))![0];
    const from = start.cursor - word.length;
    const text = start.text.slice(0, from) + start.text.slice(start.cursor);
    this.#around = { ...start, text, cursor: from };
    this.#start = start;
    this.#choices = choices;
    this.#at = choices.length;
    this.words = choices.map((choice) => choice.trim());
  }

  /**
   * Finds the possible words before the cursor.
   *
   * @param line The line.
   * @param complete Returns the possible words, given the text before the cursor.
   * @returns `undefined` if there are none.
   */
  static begin(
    line: EditedLine,
    complete: (before: string) => readonly string[],
  ): WordCycle | undefined {
    const choices = complete(line.text.slice(0, line.cursor));
    return choices.length === 0 ? undefined : new WordCycle(line, choices);
  }

  /** Index of the word shown; `undefined` for the line as it was typed. */
  get at(): number | undefined {
    return this.#at < this.words.length ? this.#at : undefined;
  }

  /** Returns the line with the next word, after the last with the line as it was typed; with `-1` backwards. */
  turn(step: 1 | -1): EditedLine {
    const count = this.words.length + 1;
    this.#at = (this.#at + step + count) % count;
    const choice = this.#choices[this.#at];
    if (choice === undefined) return this.#start;
    // Do not add a space where there is one.
    const isSpaced = choice.endsWith(" ") && this.#around.text[this.#around.cursor] === " ";
    return insert(this.#around, isSpaced ? choice.slice(0, -1) : choice);
  }
}
