/** Maximum number of lines kept. */
export const MOST_LINES = 1_000;

/** Input history, for the arrow keys. */
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
    this.#lines = lines.slice(-MOST_LINES);
    this.#at = this.#lines.length;
  }

  /** Adds a line unless it is empty or the same as the last. */
  add(line: string): void {
    if (line.trim() !== "" && line !== this.#lines.at(-1)) {
      this.#lines.push(line);
      this.#onAdd(line);
    }
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
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
}
