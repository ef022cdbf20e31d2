import type { NewEntry, Outcome } from "./entry.ts";
import { PartialStoreError, StoreError } from "./store_error.ts";

/** Maximum entries per transaction, which bounds its duration. */
const MAX_BATCH = 1_024;

interface Call {
  readonly entries: readonly NewEntry[];
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Queue in front of a database: calls made during a transaction are stored together in the next one, so a slower disk gets
 * larger transactions.
 *
 * If the database rejects a transaction because of its data, the halves are tried, recursively, so that only the entries
 * at fault fail: n of them cost at most 2n·log₂(1,024 ÷ n) transactions.
 */
export class GroupCommit {
  readonly #commit: (entries: readonly NewEntry[]) => Promise<readonly Outcome[]>;
  #waiting: Call[] = [];
  #underway: Promise<void> | undefined;

  /** @param commit Stores entries in one transaction; called again only after it has settled. */
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

  /** Stores what it can of calls whose entries were rejected together. */
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
