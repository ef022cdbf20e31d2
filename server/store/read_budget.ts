import { utf8Length } from "../../protocol/text/utf8_length.ts";
import { isMessage, type StoredEntry } from "./entry.ts";
import { MAX_CHANGES_READ } from "./store.ts";

/** Options of {@linkcode ReadBudget}, as those of an {@linkcode EntryRange}. */
export interface ReadBudgetOptions {
  /**
   * Most messages.
   *
   * @default {Infinity}
   */
  readonly limit?: number;
  /**
   * Most bytes.
   *
   * @default {Infinity}
   */
  readonly bytes?: number;
  /**
   * Whether the first entry is taken whatever its size.
   *
   * @default {true}
   */
  readonly takesFirst?: boolean;
}

/** Entries that are being read, until as many as an {@linkcode EntryRange} allows are there. */
export class ReadBudget<T extends StoredEntry = StoredEntry> {
  /** What was taken, in the order of reading. */
  readonly entries: T[] = [];
  readonly #takesFirst: boolean;
  #limit: number;
  #bytes: number;
  #changes = MAX_CHANGES_READ;

  constructor({ limit = Infinity, bytes = Infinity, takesFirst = true }: ReadBudgetOptions) {
    this.#limit = limit;
    this.#bytes = bytes;
    this.#takesFirst = takesFirst;
  }

  /** Messages that may still be taken. */
  get limit(): number {
    return this.#limit;
  }

  /** Bytes that may still be taken; negative if the first entry was larger than all of them. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes an entry unless it has no room beside the others.
   *
   * @param entry The next one in the direction of reading.
   * @returns Whether it was taken; if not, reading ends.
   */
  take(entry: T): boolean {
    if (this.#limit <= 0 || this.#changes <= 0) return false;
    if (this.#bytes !== Infinity) {
      // With a comma.
      const bytes = this.#bytes - utf8Length(JSON.stringify(entry)) - 1;
      if (bytes < 0 && !(this.#takesFirst && this.entries.length === 0)) return false;
      this.#bytes = bytes;
    }
    if (isMessage(entry)) this.#limit--;
    else this.#changes--;
    this.entries.push(entry);
    return true;
  }
}
