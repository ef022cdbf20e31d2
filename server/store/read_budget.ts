import { MAX_CHANGES } from "../../protocol/limits.ts";
import { jsonSize } from "../dialect/json_size.ts";
import { isMessage, type StoredEntry } from "./entry.ts";

/** Options of {@linkcode ReadBudget}, as those of an {@linkcode EntryRange}. */
export interface ReadBudgetOptions {
  /**
   * Maximum messages.
   *
   * @default {Infinity}
   */
  readonly limit?: number;
  /**
   * Maximum bytes.
   *
   * @default {Infinity}
   */
  readonly bytes?: number;
  /**
   * Whether the first entry is taken regardless of its size.
   *
   * @default {true}
   */
  readonly takesFirst?: boolean;
}

/** Collects entries up to the limits of an {@linkcode EntryRange}. */
export class ReadBudget<T extends StoredEntry = StoredEntry> {
  /** The collected entries, in the order of reading. */
  readonly entries: T[] = [];
  readonly #takesFirst: boolean;
  #limit: number;
  #bytes: number;
  #changes = MAX_CHANGES;

  constructor({ limit = Infinity, bytes = Infinity, takesFirst = true }: ReadBudgetOptions) {
    this.#limit = limit;
    this.#bytes = bytes;
    this.#takesFirst = takesFirst;
  }

  /** Messages that can still be taken. */
  get limit(): number {
    return this.#limit;
  }

  /** Bytes that can still be taken; negative if the first entry exceeded the limit. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Adds an entry if it fits.
   *
   * @param entry The next entry in the direction of reading.
   * @returns Whether it was added; if not, reading ends.
   */
  take(entry: T): boolean {
    if (this.#limit <= 0 || this.#changes <= 0) return false;
    if (this.#bytes !== Infinity) {
      // With a comma.
      const bytes = this.#bytes - jsonSize(entry) - 1;
      if (bytes < 0 && !(this.#takesFirst && this.entries.length === 0)) return false;
      this.#bytes = bytes;
    }
    if (isMessage(entry)) this.#limit--;
    else this.#changes--;
    this.entries.push(entry);
    return true;
  }
}
