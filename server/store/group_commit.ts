import type { NewMessage, Stored } from "./store.ts";
import { isStored, PartialStoreError, StoreError } from "./store_error.ts";

/** Messages from which a transaction is full, so that none takes long. */
const MAX_BATCH = 1_024;

interface Call {
  readonly messages: readonly NewMessage[];
  readonly resolve: (stored: readonly Stored[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The way into a database: what is appended while a transaction is on its way waits for it, and then goes into one
 * transaction together. So the slower the disk is, the more it is given at a time. Where the database refuses a transaction
 * for what is in it, its halves are tried, and theirs, so that a message that cannot be stored fails alone: n of them cost
 * 2n·log₂(1,024 ÷ n) transactions at most.
 */
export class GroupCommit {
  readonly #commit: (messages: readonly NewMessage[]) => Promise<readonly Stored[]>;
  #waiting: Call[] = [];
  #underway: Promise<void> | undefined;

  /** @param commit Stores drafts in one transaction; not called again before that has ended. */
  constructor(commit: (messages: readonly NewMessage[]) => Promise<readonly Stored[]>) {
    this.#commit = commit;
  }

  /** As {@linkcode Store.append}. */
  append(messages: readonly NewMessage[]): Promise<readonly Stored[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ messages, resolve, reject });
      this.#underway ??= this.#run();
    });
  }

  /** Resolves when all that was appended is stored or refused. */
  async idle(): Promise<void> {
    await this.#underway;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#store(this.#take());
    this.#underway = undefined;
  }

  #take(): Call[] {
    let messages = 0;
    const end = this.#waiting.findIndex((call) => (messages += call.messages.length) >= MAX_BATCH);
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end + 1);
  }

  async #store(calls: readonly Call[]): Promise<void> {
    const all = calls.flatMap(({ messages }) => messages);
    try {
      const stored = all.length === 0 ? [] : await this.#commit(all);
      let from = 0;
      for (const { messages, resolve } of calls) {
        resolve(stored.slice(from, from += messages.length));
      }
    } catch (error) {
      if (all.length > 1 && isAboutData(error)) return await this.#storeApart(calls, all);
      for (const { reject } of calls) reject(error);
    }
  }

  /** Stores what can be stored of calls whose drafts were refused together. */
  async #storeApart(calls: readonly Call[], all: readonly NewMessage[]): Promise<void> {
    const outcomes = await this.#halves(all);
    let from = 0;
    for (const { messages, resolve, reject } of calls) {
      const own = outcomes.slice(from, from += messages.length);
      if (own.every(isStored)) resolve(own);
      else reject(new PartialStoreError(own));
    }
  }

  async #halves(messages: readonly NewMessage[]): Promise<readonly (Stored | StoreError)[]> {
    const half = messages.length >> 1;
    return [
      ...await this.#outcomes(messages.slice(0, half)),
      ...await this.#outcomes(messages.slice(half)),
    ];
  }

  async #outcomes(messages: readonly NewMessage[]): Promise<readonly (Stored | StoreError)[]> {
    try {
      return await this.#commit(messages);
    } catch (error) {
      if (messages.length > 1 && isAboutData(error)) return await this.#halves(messages);
      const refusal = error instanceof StoreError ? error : new StoreError(String(error));
      return messages.map(() => refusal);
    }
  }
}

function isAboutData(error: unknown): boolean {
  return error instanceof StoreError && error.isAboutData;
}
