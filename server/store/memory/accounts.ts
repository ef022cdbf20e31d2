import { nameKey } from "../../../protocol/text/names.ts";
import {
  type Account,
  type AccountChange,
  type AccountChanges,
  type AccountStore,
  MAX_STORED_ADDRESSES,
  MAX_STORED_CHANGES,
  type Unseen,
} from "../account_store.ts";
import { parties } from "../store.ts";

/** Accounts in memory; they are lost when the process ends. */
export class MemoryAccounts implements AccountStore {
  /** By the key of the name. */
  readonly #accounts = new Map<string, Account>();
  /** By account id and conversation: the last id, and the last id received. */
  readonly #conversations = new Map<string, Map<string, { last: number; seen: number }>>();
  /** By account id and address digest: when last used, in order of use. */
  readonly #addresses = new Map<string, Map<string, number>>();
  /** The latest changes. */
  readonly #changes: AccountChange[] = [];
  /** Number of the last change. */
  #last = 0;

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
    this.#conversations.set(account.id, new Map());
    this.#addresses.set(account.id, new Map());
    this.#noteChange(account.id, key);
    return Promise.resolve(true);
  }

  setPassword(account: Account, password: string, revision: number): Promise<boolean> {
    const found = this.#find(account.id);
    if (found?.[1].revision !== account.revision) return Promise.resolve(false);
    this.#accounts.set(found[0], { ...found[1], password, revision });
    if (revision !== account.revision) this.#noteChange(account.id, found[0]);
    return Promise.resolve(true);
  }

  removeAccount(id: string): Promise<boolean> {
    const found = this.#find(id);
    if (found) {
      this.#accounts.delete(found[0]);
      this.#noteChange(id, found[0]);
    }
    this.#conversations.delete(id);
    this.#addresses.delete(id);
    return Promise.resolve(found !== undefined);
  }

  changes(after: number | undefined): Promise<AccountChanges> {
    const last = this.#last;
    const missed = after === undefined ? Infinity : last - after;
    if (missed < 0 || missed > this.#changes.length) return Promise.resolve({ last });
    return Promise.resolve({ last, changed: this.#changes.slice(this.#changes.length - missed) });
  }

  addressUsed(id: string, digest: string): Promise<number | undefined> {
    return Promise.resolve(this.#addresses.get(id)?.get(digest));
  }

  noteAddress(id: string, digest: string, at: number): Promise<void> {
    const addresses = this.#addresses.get(id);
    addresses?.delete(digest);
    addresses?.set(digest, at);
    if (addresses && addresses.size > MAX_STORED_ADDRESSES) {
      const oldest = [...addresses].reduce((one, other) => other[1] < one[1] ? other : one);
      addresses.delete(oldest[0]);
    }
    return Promise.resolve();
  }

  unseen(id: string): Promise<readonly Unseen[]> {
    const conversations = [...this.#conversations.get(id) ?? []].filter(([, { last, seen }]) =>
      last > seen
    );
    return Promise.resolve(
      conversations.map(([conversation, { seen }]) => ({ conversation, seen })),
    );
  }

  markSeen(id: string, conversation: string, seen: number): Promise<void> {
    const known = this.#conversations.get(id)?.get(conversation);
    if (known) known.seen = Math.max(known.seen, seen);
    return Promise.resolve();
  }

  /** Updates the last id of a private conversation. */
  note(conversation: string, last: number): void {
    for (const party of parties(conversation)) {
      const conversations = this.#conversations.get(party);
      const known = conversations?.get(conversation);
      if (known) known.last = last;
      else conversations?.set(conversation, { last, seen: 0 });
    }
  }

  #noteChange(id: string, key: string): void {
    this.#last++;
    if (this.#changes.push({ id, key }) > MAX_STORED_CHANGES) this.#changes.shift();
  }

  #find(id: string): [string, Account] | undefined {
    for (const entry of this.#accounts) if (entry[1].id === id) return entry;
    return undefined;
  }
}

function byKey([one]: [string, Account], [other]: [string, Account]): number {
  return one < other ? -1 : 1;
}
