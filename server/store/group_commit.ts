import type { NewEntry, Outcome } from "./entry.ts";
import { PartialStoreError, StoreError } from "./store_error.ts";

/** Entries from which a transaction is full, so that none takes long. */
const MAX_BATCH = 1_024;

interface Call {
  readonly entries: readonly NewEntry[];
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The way into a database: what is appended while a transaction is on its way waits for it, and then goes into one
 * transaction together. So the slower the disk is, the more it is given at a time. Where the database refuses a transaction
 * for what is in it, its halves are tried, and theirs, so that an entry that cannot be stored fails alone: n of them cost
 * 2n·log₂(1,024 ÷ n) transactions at most.
 */
export class GroupCommit {
  readonly #commit: (entries: readonly NewEntry[]) => Promise<readonly Outcome[]>;
  #waiting: Call[] = [];
  #underway: Promise<void> | undefined;

  /** @param commit Stores entries in one transaction; not called again before that has ended. */
  constructor(commit: (entries: readonly NewEntry[]) => Promise<readonly Outcome[]>) {
    this.#commit = commit;
  }

  /** As {@linkcode Store.append}. */
  append(entries: readonly NewEntry[]): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entries, resolve, reject });
      this.#underway ??= this.#run();
    });
  }

  /** Resolves when every appended message is stored or rejected. */
  async idle(): Promise<void> {
    await this.#underway;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#store(this.#take());
    this.#underway = undefined;
  }

  #take(): Call[] {
    let entries = 0;
    const end = this.#waiting.findIndex((call) => (entries += call.entries.length) >= MAX_BATCH);
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end + 1);
  }

  async #store(calls: readonly Call[]): Promise<void> {
    const all = calls.flatMap(({ entries }) => entries);
    try {
      const outcomes = all.length === 0 ? [] : await this.#commit(all);
      let from = 0;
      for (const { entries, resolve } of calls) {
        resolve(outcomes.slice(from, from += entries.length));
      }
    } catch (error) {
      if (all.length > 1 && isAboutData(error)) return await this.#storeApart(calls, all);
      for (const { reject } of calls) reject(error);
    }
  }

  /** Stores what can be stored of calls whose entries were refused together. */
  async #storeApart(calls: readonly Call[], all: readonly NewEntry[]): Promise<void> {
    const outcomes = await this.#halves(all);
    let from = 0;
    for (const { entries, resolve, reject } of calls) {
      const own = outcomes.slice(from, from += entries.length);
      if (own.every(isSettled)) resolve(own);
      else reject(new PartialStoreError(own));
    }
  }

  async #halves(entries: readonly NewEntry[]): Promise<readonly (Outcome | StoreError)[]> {
    const half = entries.length >> 1;
    return [
      ...await this.#outcomes(entries.slice(0, half)),
      ...await this.#outcomes(entries.slice(half)),
    ];
  }

  async #outcomes(entries: readonly NewEntry[]): Promise<readonly (Outcome | StoreError)[]> {
    try {
      return await this.#commit(entries);
    } catch (error) {
      if (entries.length > 1 && isAboutData(error)) return await this.#halves(entries);
      const refusal = error instanceof StoreError ? error : new StoreError(String(error));
      return entries.map(() => refusal);
    }
  }
}

function isAboutData(error: unknown): boolean {
  return error instanceof StoreError && error.isAboutData;
}

function isSettled(outcome: Outcome | StoreError): outcome is Outcome {
  return !(outcome instanceof StoreError);
}
