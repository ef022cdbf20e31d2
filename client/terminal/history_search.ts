import { before } from "./graphemes.ts";
import type { EditedLine } from "./line_editor.ts";
import type { FoundLine, LineHistory } from "./line_history.ts";

/** A search in the input history, which Ctrl+R starts. */
export class HistorySearch {
  /** The line before the search, to which a cancelled one returns. */
  readonly start: EditedLine;
  readonly #lineHistory: LineHistory;
  #text = "";
  #found: FoundLine | undefined;

  constructor(lineHistory: LineHistory, start: EditedLine) {
    this.#lineHistory = lineHistory;
    this.start = start;
  }

  /** The text to find. */
  get text(): string {
    return this.#text;
  }

  /** The matching line; `undefined` without a match or a text. */
  get found(): FoundLine | undefined {
    return this.#found;
  }

  /** Appends to the text. The found line stays if it has the longer text, too. */
  add(text: string): void {
    this.#text += text;
    const from = this.#found && this.#found.index + 1;
    this.#found = this.#lineHistory.find(this.#text, from);
  }

  /** Removes the last character of the text. */
  shorten(): void {
    this.#text = this.#text.slice(0, before(this.#text, this.#text.length));
    this.#found = this.#text === "" ? undefined : this.#lineHistory.find(this.#text);
  }

  /** Goes on to an older line, if there is one. */
  older(): void {
    if (this.#text === "") return;
    this.#found = this.#lineHistory.find(this.#text, this.#found?.index) ?? this.#found;
  }
}
