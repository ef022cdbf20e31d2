import { resemblesPassword } from "../conversation/resembles_password.ts";
import { toPlain } from "../../protocol/text/terms.ts";

/** Maximum number of lines kept. */
export const MAX_LINES = 1_000;

/** A line of the history, found by a search. */
export interface FoundLine {
  readonly line: string;
  readonly index: number;
}

/** Input history, for the arrow keys and Ctrl+R. Lines that may contain a password are not in it. */
export class LineHistory {
  readonly #lines: string[];
  readonly #onAdd: (line: string) => void;
  /** Index of the line shown; the number of lines while it is the draft. */
  #at: number;
  /** The new line, as typed before the arrow keys were used. */
  #draft = "";

  /**
   * @param lines Lines of earlier sessions, oldest first.
   * @param onAdd Called with each line that is added.
   */
  constructor(lines: readonly string[] = [], onAdd: (line: string) => void = () => {}) {
    this.#onAdd = onAdd;
    this.#lines = lines.slice(-MAX_LINES);
    this.#at = this.#lines.length;
  }

  /** Adds a line unless it is empty or the same as the last; before it the draft, if an earlier line was sent instead. */
  add(line: string): void {
    if (this.#at < this.#lines.length) this.#add(this.#draft);
    this.#add(line);
    this.#draft = "";
    this.#at = this.#lines.length;
  }

  /** Returns the line before the shown line, or `undefined` at the oldest. */
  up(shown: string): string | undefined {
    if (this.#at === 0) return undefined;
    if (this.#at === this.#lines.length) this.#draft = shown;
    return this.#lines[--this.#at];
  }

  /** Returns the line after the one shown, or `undefined` if that is the draft. */
  down(): string | undefined {
    if (this.#at === this.#lines.length) return undefined;
    return ++this.#at === this.#lines.length ? this.#draft : this.#lines[this.#at];
  }

  /**
   * Finds the latest line that contains a text, ignoring case and accents.
   *
   * @param text The text.
   * @param before Only lines with a smaller index count; by default all do.
   */
  find(text: string, before: number = this.#lines.length): FoundLine | undefined {
    const plain = toPlain(text);
    const index = this.#lines.slice(0, before)
      .findLastIndex((line) => toPlain(line).includes(plain));
    return index < 0 ? undefined : { line: this.#lines[index]!, index };
  }

  /** Shows a found line: the arrow keys go on from there. `shown` becomes the draft if it was one. */
  goTo(index: number, shown: string): void {
    if (this.#at === this.#lines.length) this.#draft = shown;
    this.#at = index;
  }

  #add(line: string): void {
    if (line.trim() === "" || line === this.#lines.at(-1) || resemblesPassword(line)) return;
    this.#lines.push(line);
    this.#onAdd(line);
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
  }
}
