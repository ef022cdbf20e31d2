import type { Account, AccountChanges, AccountStore, Unseen } from "../account_store.ts";
import { BatchedLookup } from "../../async/batched_lookup.ts";
import type { SqliteThread } from "./thread.ts";
import { failure } from "../store_error.ts";

/** Accounts in a database file, through the threads of a {@linkcode SqliteStore}. */
export class SqliteAccountStore implements AccountStore {
  readonly #writer: SqliteThread<"writer">;
  readonly #reader: SqliteThread<"reader">;
  readonly #lookup = new BatchedLookup((keys) =>
    this.#reader.call("findAccounts", keys)
      .then((found) => new Map(found), failure("read accounts"))
  );

  constructor(writer: SqliteThread<"writer">, reader: SqliteThread<"reader">) {
    this.#writer = writer;
    this.#reader = reader;
  }

  findAccount(key: string): Promise<Account | undefined> {
    return this.#lookup.find(key);
  }

  listAccounts(): Promise<readonly Account[]> {
    return this.#reader.call("listAccounts").catch(failure("read accounts"));
  }

  addAccount(account: Account): Promise<boolean> {
    return this.#writer.call("addAccount", account).catch(failure("change accounts"));
  }

  setPassword(account: Account, password: string, revision: number): Promise<boolean> {
    return this.#writer.call("setPassword", account, password, revision)
      .catch(failure("change accounts"));
  }

  removeAccount(id: string): Promise<boolean> {
    return this.#writer.call("removeAccount", id).catch(failure("change accounts"));
  }

  changes(after: number | undefined): Promise<AccountChanges> {
    return this.#reader.call("changes", after ?? null).catch(failure("read accounts"));
  }

  addressUsed(id: string, digest: string): Promise<number | undefined> {
    return this.#reader.call("addressUsed", id, digest).catch(failure("read accounts"));
  }

  noteAddress(id: string, digest: string, at: number): Promise<void> {
    return this.#writer.call("noteAddress", id, digest, at).catch(failure("change accounts"));
  }

  unseen(id: string): Promise<readonly Unseen[]> {
    return this.#reader.call("unseen", id).catch(failure("read accounts"));
  }

  markSeen(id: string, conversation: string, seen: number): Promise<void> {
    return this.#writer.call("markSeen", id, conversation, seen).catch(failure("change accounts"));
  }
}
