import type { ConversationEntry } from "./conversation_entry.ts";
import type { DisplayFilter } from "./display_filter.ts";

/** The entries of a log that the user's filter shows: the same array until the log or the filter changes. */
export class ShownEntries {
  readonly #filter: DisplayFilter;
  #all: readonly ConversationEntry[] | undefined;
  /** Version of the filter. */
  #version = 0;
  #shown: readonly ConversationEntry[] = [];

  constructor(filter: DisplayFilter) {
    this.#filter = filter;
  }

  /** Returns those of all entries that are shown; a new array means a change. */
  of(all: readonly ConversationEntry[]): readonly ConversationEntry[] {
    const { version } = this.#filter;
    if (this.#all !== all || this.#version !== version) {
      this.#all = all;
      this.#version = version;
      this.#shown = this.#filter.select(all);
    }
    return this.#shown;
  }
}
