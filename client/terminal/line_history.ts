/** Most lines that are remembered. */
export const MOST_LINES = 1_000;

/** The lines that were typed, for the arrow keys. */
export class LineHistory {
  readonly #lines: string[];
  readonly #onAdd: (line: string) => void;
  /** Which one is shown; as many as there are while it is a new one. */
  #at: number;
  /** What was typed of the new one before the arrows were. */
  #draft = "";

  /**
   * @param lines Those of earlier, the oldest first.
   * @param onAdd Called with each line that is added.
   */
  constructor(lines: readonly string[] = [], onAdd: (line: string) => void = () => {}) {
    this.#onAdd = onAdd;
    this.#lines = lines.slice(-MOST_LINES);
    this.#at = this.#lines.length;
  }

  /** Adds a line that was entered, unless it is empty or the same as the last. */
  add(line: string): void {
    if (line.trim() !== "" && line !== this.#lines.at(-1)) {
      this.#lines.push(line);
      this.#onAdd(line);
    }
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
    this.#at = this.#lines.length;
  }

  /** Returns the line before the one that is shown, or `undefined` if that is the first. */
  up(shown: string): string | undefined {
    if (this.#at === 0) return undefined;
    if (this.#at === this.#lines.length) this.#draft = shown;
    return this.#lines[--this.#at];
  }

  /** Returns the line after the one that is shown, or `undefined` if that is the new one. */
  down(): string | undefined {
    if (this.#at === this.#lines.length) return undefined;
    return ++this.#at === this.#lines.length ? this.#draft : this.#lines[this.#at];
  }
}
