import type { RoomEntry } from "../../protocol/messages/server_messages.ts";
import { MAX_PAGE } from "../../protocol/limits.ts";
import type { StoredEntry } from "../store/entry.ts";
import type { EntryPage, EntryRange } from "../store/store.ts";
import type { DirectEntry } from "../store/wire_entry.ts";

/** An entry to deliver. */
export interface Item {
  readonly entry: RoomEntry | DirectEntry;
  /** Session that sent it; empty if unknown. */
  readonly session: string;
}

/** Options of a {@linkcode Sequence}. */
export interface SequenceOptions {
  /** The last id that was delivered. */
  readonly delivered: number;
  /** Reads a page of the conversation. */
  readonly read: (range: EntryRange) => Promise<EntryPage>;
  /** Called with entries, in the order of the ids. */
  readonly onEntries: (items: readonly Item[]) => void;
  /** Converts a stored entry to its wire form. */
  readonly toEntry: (stored: StoredEntry) => Item["entry"];
  /** Called if the store has no such conversation. */
  readonly onUnknown: () => void;
  /** Called when a read failed; it is repeated. */
  readonly onError: (error: unknown) => void;
}

/** Time to wait for a missing entry before reading it from the store, in milliseconds. */
const DEADLINE = 50;

/** Pause before reading again after a failure, in milliseconds. */
const RETRY = 500;

/** Maximum early entries to hold; further ones are read from the store later. */
const MAX_HELD = 2_000;

/**
 * Delivers the entries of one conversation once each, in the order of their ids, and reads missing ones from the store.
 */
export class Sequence {
  readonly #options: SequenceOptions;
  readonly #held = new Map<number, Item>();
  #delivered: number;
  /** The highest id that is known to exist. */
  #known: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: SequenceOptions) {
    this.#options = options;
    this.#delivered = options.delivered;
    this.#known = options.delivered;
  }

  /** Handles entries with any ids. */
  take(items: readonly Item[]): void {
    const due: Item[] = [];
    for (const item of items) {
      const { id } = item.entry;
      this.#known = Math.max(this.#known, id);
      if (id === this.#delivered + 1) {
        this.#delivered = id;
        due.push(item);
        this.#takeHeld(due);
      } else if (id > this.#delivered && this.#held.size < MAX_HELD) {
        // Of duplicates, the one from the bus knows its session.
        if (!this.#held.get(id)?.session) this.#held.set(id, item);
      }
    }
    if (due.length > 0) this.#options.onEntries(due);
    this.#wait(DEADLINE);
  }

  /** Notes that entries exist up to an id. */
  expect(id: number): void {
    this.#known = Math.max(this.#known, id);
    this.#wait(DEADLINE);
  }

  /** Stops delivering. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#reading;
  }

  #takeHeld(due: Item[]): void {
    if (this.#held.size === 0) return;
    for (let item; (item = this.#held.get(this.#delivered + 1));) {
      this.#held.delete(++this.#delivered);
      due.push(item);
    }
  }

  #wait(time: number): void {
    if (this.#known <= this.#delivered) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else if (this.#timer === undefined && !this.#reading && !this.#isClosed) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#reading = this.#read().then((wait) => {
          this.#reading = undefined;
          this.#wait(wait);
        });
      }, time);
    }
  }

  /** Reads entries that are known to exist; returns the time after which to check again for missing ones. */
  async #read(): Promise<number> {
    const { read, toEntry, onError } = this.#options;
    const known = this.#known;
    try {
      for (let more = true; more && this.#delivered < known;) {
        const page = await read({ after: this.#delivered, limit: MAX_PAGE });
        if (this.#isClosed) break;
        this.#skipTo(page);
        more = page.more;
        this.take(page.entries.map((stored) => ({ entry: toEntry(stored), session: "" })));
      }
      return DEADLINE;
    } catch (error) {
      onError(error);
      return RETRY;
    }
  }

  /** Skips entries that are no longer stored, or were never. */
  #skipTo({ first, entries }: EntryPage): void {
    if (entries.length === 0) {
      this.#known = this.#delivered;
      if (this.#delivered === 0) this.#options.onUnknown();
      return this.#held.clear();
    }
    if (first <= this.#delivered + 1) return;
    this.#delivered = first - 1;
    for (const id of this.#held.keys()) if (id <= this.#delivered) this.#held.delete(id);
  }
}
