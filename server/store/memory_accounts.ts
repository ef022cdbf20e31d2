import { nameKey } from "../../protocol/names.ts";
import type { Account, AccountStore, Unseen } from "./account_store.ts";
import { parties } from "./store.ts";

/** Keeps accounts in memory, and nothing when the process ends. */
export class MemoryAccounts implements AccountStore {
  /** By the keys of their names. */
  readonly #accounts = new Map<string, Account>();
  /** Of each account by its id: the last ids of its talks and what it has got of them. */
  readonly #talks = new Map<string, Map<string, { last: number; seen: number }>>();

  findAccount(key: string): Promise<Account | undefined> {
    return Promise.resolve(this.#accounts.get(key));
  }

  listAccounts(): Promise<readonly Account[]> {
    return Promise.resolve([...this.#accounts].sort(byKey).map(([, account]) => account));
  }

  addAccount(account: Account): Promise<boolean> {
    const key = nameKey(account.name);
    if (this.#accounts.has(key)) return Promise.resolve(false);
    this.#accounts.set(key, account);
    this.#talks.set(account.id, new Map());
    return Promise.resolve(true);
  }

  setPassword(id: string, password: string): Promise<boolean> {
    const found = this.#find(id);
    if (found) this.#accounts.set(found[0], { ...found[1], password });
    return Promise.resolve(found !== undefined);
  }

  removeAccount(id: string): Promise<boolean> {
    const found = this.#find(id);
    if (found) this.#accounts.delete(found[0]);
    this.#talks.delete(id);
    return Promise.resolve(found !== undefined);
  }

  unseen(id: string): Promise<readonly Unseen[]> {
    const talks = [...this.#talks.get(id) ?? []].filter(([, { last, seen }]) => last > seen);
    return Promise.resolve(talks.map(([conversation, { seen }]) => ({ conversation, seen })));
  }

  markSeen(id: string, conversation: string, seen: number): Promise<void> {
    const talk = this.#talks.get(id)?.get(conversation);
    if (talk) talk.seen = Math.max(talk.seen, seen);
    return Promise.resolve();
  }

  /** Takes note of what was said between two people. */
  note(conversation: string, last: number): void {
    for (const party of parties(conversation)) {
      const talks = this.#talks.get(party);
      const talk = talks?.get(conversation);
      if (talk) talk.last = last;
      else talks?.set(conversation, { last, seen: 0 });
    }
  }

  #find(id: string): [string, Account] | undefined {
    for (const entry of this.#accounts) if (entry[1].id === id) return entry;
    return undefined;
  }
}

function byKey([one]: [string, Account], [other]: [string, Account]): number {
  return one < other ? -1 : 1;
}
