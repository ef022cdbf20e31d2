import { HistorySearch } from "./history_search.ts";
import type { Key } from "./keys.ts";
import { edit, type EditedLine, EMPTY, moveVertically, replace, supersede } from "./line_editor.ts";
import type { LineHistory } from "./line_history.ts";
import { WordCycle } from "./word_cycle.ts";

/** Options of {@linkcode LineInput}. */
export interface LineInputOptions {
  /** Lines for the arrow keys and Ctrl+R. */
  readonly lineHistory: LineHistory;
  /** Returns the completions of the last word before the cursor, the best first. */
  readonly complete: (before: string) => readonly string[];
  /** Returns the line that edits the user's latest message; `undefined` without one. */
  readonly editOfLast: () => string | undefined;
}

/** The line being typed, with the input history, its search, and completion. Knows nothing of the terminal. */
export class LineInput {
  readonly #options: LineInputOptions;
  #line: EditedLine = EMPTY;
  #search: HistorySearch | undefined;
  #cycle: WordCycle | undefined;

  constructor(options: LineInputOptions) {
    this.#options = options;
  }

  get line(): EditedLine {
    return this.#line;
  }

  /** Replaces the line; ends a search and a completion. */
  set line(line: EditedLine) {
    this.#line = line;
    this.#search = undefined;
    this.#cycle = undefined;
  }

  /** The search in the input history, while there is one. */
  get search(): Pick<HistorySearch, "text" | "found"> | undefined {
    return this.#search;
  }

  /** The words between which Tab chooses, if there are several. */
  get choices(): Pick<WordCycle, "words" | "at"> | undefined {
    return this.#cycle;
  }

  /** Applies a key, other than Enter outside a search; returns whether anything changed. */
  press(key: Key): boolean {
    const name = key.type === "press" ? key.name : "";
    if (this.#search && this.#searchOn(this.#search, key, name)) return true;
    if (name === "tab") return this.#complete(1);
    if (name === "shift+tab") return this.#complete(-1);
    if (name === "ctrl+r") {
      this.#search = new HistorySearch(this.#options.lineHistory, this.#line);
      return true;
    }
    const next = this.#next(key, name);
    if (next === this.#line && !this.#cycle) return false;
    this.line = next;
    return true;
  }

  /** Ends a search without a result; returns whether there was one. */
  cancelSearch(): boolean {
    if (!this.#search) return false;
    this.line = this.#search.start;
    return true;
  }

  #next(key: Key, name: string): EditedLine {
    const { lineHistory } = this.#options;
    const recalled = (text: string | undefined) =>
      text === undefined ? this.#line : replace(this.#line, text);
    switch (name) {
      case "up":
        return moveVertically(this.#line, "up") ?? recalled(lineHistory.up(this.#line.text));
      case "down":
        return moveVertically(this.#line, "down") ?? recalled(lineHistory.down());
      case "ctrl+p":
        return recalled(lineHistory.up(this.#line.text));
      case "ctrl+n":
        return recalled(lineHistory.down());
      case "alt+e":
        return this.#editLast();
      default:
        return edit(this.#line, key);
    }
  }

  /** Takes a key for a search. Any key but those of the search ends it with the found line and is applied to that. */
  #searchOn(search: HistorySearch, key: Key, name: string): boolean {
    if (name === "ctrl+g") return this.cancelSearch();
    if (key.type !== "press") search.add(key.text.replaceAll(/\p{Cc}/gu, ""));
    else if (name === "ctrl+r") search.older();
    else if (name === "backspace") search.shorten();
    else {
      const { start, found } = search;
      if (found) this.#options.lineHistory.goTo(found.index, start.text);
      this.line = found ? replace(start, found.line) : start;
      return name === "enter";
    }
    return true;
  }

  #complete(step: 1 | -1): boolean {
    const cycle = this.#cycle ?? WordCycle.begin(this.#line, this.#options.complete);
    if (!cycle) return false;
    this.#line = cycle.turn(step);
    // After a single word, Tab completes the next one.
    this.#cycle = cycle.words.length > 1 ? cycle : undefined;
    return true;
  }

  /** Puts the latest message into the line, as an edit; Ctrl+Y brings back what was typed. */
  #editLast(): EditedLine {
    const text = this.#options.editOfLast();
    if (text === undefined || text === this.#line.text) return this.#line;
    return supersede(this.#line, text);
  }
}
