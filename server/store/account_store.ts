/** Registered name. */
export interface Account {
  /** Stays the same as long as the account is there, and is never given to another one. */
  readonly id: string;
  /** The name as it is shown. */
  readonly name: string;
  /** The password as {@linkcode Passwords.hash} gave it. */
  readonly password: string;
  /** When it was registered, in Unix milliseconds. */
  readonly at: number;
  /** Number of passwords so far; a session that signed in with an earlier one loses its rights. */
  readonly revision: number;
}

/** Account that was added or removed, or got another password. */
export interface AccountChange {
  readonly id: string;
  /** The key of its name. */
  readonly key: string;
}

/** Account changes after some point. */
export interface AccountChanges {
  /** The number of the last change, 0 if there was none. */
  readonly last: number;
  /** The changes in order; missing where some of them are not kept any more, so that any account may have changed. */
  readonly changed?: readonly AccountChange[];
}

/** Changes kept for {@linkcode AccountStore.changes}, which servers poll every second. */
export const MAX_STORED_CHANGES = 1_000;

/** Addresses that a store keeps for an account: those used last. */
export const MAX_STORED_ADDRESSES = 20;

/** Conversation of an account with messages that it has not received. */
export interface Unseen {
  readonly conversation: string;
  /** The last id that it has got, 0 if none. */
  readonly seen: number;
}

/** Creates the id of a new account, which begins as no other identity does. */
export function newAccountId(): string {
  return `account:${crypto.randomUUID()}`;
}

/** Where accounts are kept, and what of their private messages each has got. A promise that is rejected means that nothing was changed. */
export interface AccountStore {
  /** Finds the account of a name, by its key. */
  findAccount(key: string): Promise<Account | undefined>;

  /** Returns all accounts, by their names. */
  listAccounts(): Promise<readonly Account[]>;

  /** Adds an account. Resolves to `false` if its name has one. */
  addAccount(account: Account): Promise<boolean>;

  /**
   * Changes the stored password.
   *
   * @param account The account as it was read.
   * @param password The hash of the password.
   * @param revision The next revision; the same one if the password is the same and only its hash is another.
   * @returns `false` if the account is gone, or has another revision by now.
   */
  setPassword(account: Account, password: string, revision: number): Promise<boolean>;

  /** Removes an account. Resolves to `false` if there was none. */
  removeAccount(id: string): Promise<boolean>;

  /** Returns the changes by any process after a given one; without it, only the number of the last change. */
  changes(after: number | undefined): Promise<AccountChanges>;

  /** Returns when an account was last used from an address, in Unix milliseconds, by the digest of the address. */
  addressUsed(id: string, digest: string): Promise<number | undefined>;

  /** Remembers that an account was used from an address, and forgets all but the latest {@linkcode MAX_STORED_ADDRESSES}. */
  noteAddress(id: string, digest: string, at: number): Promise<void>;

  /** Returns the conversations with unread messages for an account, oldest first. */
  unseen(id: string): Promise<readonly Unseen[]>;

  /** Remembers the last id that an account has got in a conversation. */
  markSeen(id: string, conversation: string, seen: number): Promise<void>;
}
