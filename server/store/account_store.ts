/** A registered name. */
export interface Account {
  /** Identifies the account; never reused. */
  readonly id: string;
  /** The name as shown. */
  readonly name: string;
  /** The hash from {@linkcode Passwords.hash}. */
  readonly password: string;
  /** When it was registered, in Unix milliseconds. */
  readonly at: number;
  /** Number of passwords so far. A session that signed in with an earlier one loses its rights. */
  readonly revision: number;
  /** Identity of the guest that registered it, if known: the guest's messages are the account's, too. */
  readonly registrant?: string;
}

/** The addition, removal or password change of an account. */
export interface AccountChange {
  readonly id: string;
  /** Key of its name. */
  readonly key: string;
}

/** Account changes after some point. */
export interface AccountChanges {
  /** Number of the last change; 0 if there was none. */
  readonly last: number;
  /** The changes in order; absent if some of them were deleted, so that any account may have changed. */
  readonly changed?: readonly AccountChange[];
}

/** Changes kept for {@linkcode AccountStore.changes}, which servers poll every second. */
export const MAX_STORED_CHANGES = 1_000;

/** Addresses stored per account: those used last. */
export const MAX_STORED_ADDRESSES = 20;

/** A conversation with messages that an account has not received. */
export interface Unseen {
  readonly conversation: string;
  /** Last id that it has received; 0 if none. */
  readonly seen: number;
}

/** An account as databases give it. */
export type AccountRow = Omit<Account, "registrant"> & { readonly registrant: string | null };

/** Converts an account from a database. */
export function toAccount({ registrant, ...account }: AccountRow): Account {
  return registrant === null ? account : { ...account, registrant };
}

/** Creates the id of a new account, with a prefix that no other identity has. */
export function newAccountId(): string {
  return `account:${crypto.randomUUID()}`;
}

/** Storage of accounts and of the private messages that each has received. A rejected promise means that nothing changed. */
export interface AccountStore {
  /** Finds an account by the key of its name. */
  findAccount(key: string): Promise<Account | undefined>;

  /** Returns all accounts, ordered by name. */
  listAccounts(): Promise<readonly Account[]>;

  /** Adds an account; resolves to `false` if the name is registered. */
  addAccount(account: Account): Promise<boolean>;

  /**
   * Changes a password.
   *
   * @param account The account as read before.
   * @param password The new hash.
   * @param revision The next revision; unchanged if the password is the same and only its hash is new.
   * @returns `false` if the account was removed or its revision has changed.
   */
  setPassword(account: Account, password: string, revision: number): Promise<boolean>;

  /** Removes an account; resolves to `false` if it does not exist. */
  removeAccount(id: string): Promise<boolean>;

  /** Returns the changes by all processes after a given one; without it, only the number of the last change. */
  changes(after: number | undefined): Promise<AccountChanges>;

  /** Returns when an account was last used from the address with a digest, in Unix milliseconds. */
  addressUsed(id: string, digest: string): Promise<number | undefined>;

  /** Stores when an account was used from an address; deletes all but the latest {@linkcode MAX_STORED_ADDRESSES}. */
  noteAddress(id: string, digest: string, at: number): Promise<void>;

  /** Returns the conversations with unread messages for an account, oldest first. */
  unseen(id: string): Promise<readonly Unseen[]>;

  /** Stores the last id that an account has received in a conversation. */
  markSeen(id: string, conversation: string, seen: number): Promise<void>;
}
