/** A name that is kept for one person. */
export interface Account {
  /** Stays the same as long as the account is there, and is never given to another one. */
  readonly id: string;
  /** The name as it is shown. */
  readonly name: string;
  /** The password as {@linkcode Passwords.hash} gave it. */
  readonly password: string;
  /** When it was registered, in Unix milliseconds. */
  readonly at: number;
}

/** A talk with an account in which there are messages that it has not got yet. */
export interface Unseen {
  readonly conversation: string;
  /** The last id that it has got, 0 if none. */
  readonly seen: number;
}

/** Makes the id of a new account, which begins as no other identity does. */
export function newAccountId(): string {
  return `account:${crypto.randomUUID()}`;
}

/** Where accounts are kept, and what of their private messages each has got. A promise that is rejected means that nothing was changed. */
export interface AccountStore {
  /** Finds the account of a name, by its key. */
  findAccount(key: string): Promise<Account | undefined>;

  /** Gives all accounts, by their names. */
  listAccounts(): Promise<readonly Account[]>;

  /** Adds an account. Resolves to `false` if its name has one. */
  addAccount(account: Account): Promise<boolean>;

  /** Changes a password. Resolves to `false` if there is no such account. */
  setPassword(id: string, password: string): Promise<boolean>;

  /** Removes an account. Resolves to `false` if there was none. */
  removeAccount(id: string): Promise<boolean>;

  /** Gives the talks with an account that have something new for it, those that it was written to first before the others. */
  unseen(id: string): Promise<readonly Unseen[]>;

  /** Remembers the last id that an account has got in a talk. */
  markSeen(id: string, conversation: string, seen: number): Promise<void>;
}
