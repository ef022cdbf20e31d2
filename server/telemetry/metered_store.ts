import { Histogram } from "./histogram.ts";
import type { AccountStore } from "../store/account_store.ts";
import type { RuleStore } from "../store/rule_store.ts";
import type { NewEntry, Outcome } from "../store/entry.ts";
import {
  type EntryPage,
  type EntryRange,
  isDirectKey,
  type SearchQuery,
  type Store,
  type StoredRoom,
} from "../store/store.ts";

/** Measured operations of a store. */
export type StoreOperation = "append" | "read" | "search";

/** Bounds of durations in seconds: from SQLite's to longer than any client waits. */
const BOUNDS = [
  ...[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025],
  ...[0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
];

/** Store that measures the operations of another store. */
export class MeteredStore implements Store {
  /** Duration of successful operations, in seconds. */
  readonly seconds: Readonly<Record<StoreOperation, Histogram>> = {
    append: new Histogram(BOUNDS),
    read: new Histogram(BOUNDS),
    search: new Histogram(BOUNDS),
  };
  /** Number of failed operations. */
  readonly failures: Record<StoreOperation, number> = { append: 0, read: 0, search: 0 };
  /** Number of stored messages, without repeated ones. */
  readonly messages = { room: 0, direct: 0 };
  readonly #store: Store;

  /** @param store Performs the operations; it is closed together with this one. */
  constructor(store: Store) {
    this.#store = store;
  }

  get accounts(): AccountStore {
    return this.#store.accounts;
  }

  get rules(): RuleStore {
    return this.#store.rules;
  }

  append(entries: readonly NewEntry[]): Promise<readonly Outcome[]> {
    return this.#measure(
      "append",
      this.#store.append(entries),
      (outcomes) => this.#count(entries, outcomes),
    );
  }

  read(conversation: string, range: EntryRange): Promise<EntryPage> {
    return this.#measure("read", this.#store.read(conversation, range));
  }

  last(conversation: string): Promise<number> {
    return this.#store.last(conversation);
  }

  rooms(limit: number): Promise<readonly StoredRoom[]> {
    return this.#store.rooms(limit);
  }

  check(): Promise<void> {
    return this.#store.check();
  }

  search(query: SearchQuery): ReturnType<Store["search"]> {
    return this.#measure("search", this.#store.search(query));
  }

  abandon(): void {
    this.#store.abandon();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store[Symbol.asyncDispose]();
  }

  /** Records the result of a promise and returns the promise itself, so that the caller is not delayed. */
  #measure<T>(
    operation: StoreOperation,
    result: Promise<T>,
    onResult?: (value: T) => void,
  ): Promise<T> {
    const begun = performance.now();
    result.then((value) => {
      this.seconds[operation].observe((performance.now() - begun) / 1_000);
      onResult?.(value);
    }, () => this.failures[operation]++);
    return result;
  }

  #count(entries: readonly NewEntry[], outcomes: readonly Outcome[]): void {
    for (let index = 0; index < outcomes.length; index++) {
      const outcome = outcomes[index]!;
      const entry = entries[index]!;
      if ("code" in outcome || outcome.repeated || "change" in entry) continue;
      if (isDirectKey(entry.conversation)) this.messages.direct++;
      else this.messages.room++;
    }
  }
}
