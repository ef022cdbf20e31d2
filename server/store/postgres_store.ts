import { GroupCommit } from "./group_commit.ts";
import { PostgresAccounts } from "./postgres_accounts.ts";
import { PostgresClient } from "./postgres_client.ts";
import { migratePostgres } from "./postgres_migrate.ts";
import { preparePostgres } from "./postgres_prepare.ts";
import { PostgresPruner } from "./postgres_pruner.ts";
import { PostgresReader } from "./postgres_reader.ts";
import { PostgresRules } from "./postgres_rules.ts";
import { PostgresWriter } from "./postgres_writer.ts";
import { Pruning } from "./pruning.ts";
import type { PrunedStore, Retention } from "./retention.ts";
import type { Draft, Hit, KeptRoom, Page, Query, Range, Stored } from "./store.ts";
import { failure } from "./store_error.ts";

/** Options of {@linkcode PostgresStore}. */
export interface PostgresStoreOptions extends Retention {
  /**
   * For how long to try to learn whether a transaction was committed whose connection was lost, in milliseconds. What is
   * appended meanwhile waits. After that it counts as refused, though its messages may turn up in the history.
   *
   * @default {30000}
   */
  readonly patience?: number;
}

/** Connections for reading. */
const READERS = 4;

/**
 * Keeps messages in a PostgreSQL database, which several servers may share. What is stored survives what the database
 * survives.
 */
export class PostgresStore implements PrunedStore {
  readonly accounts: PostgresAccounts;
  readonly rules: PostgresRules;
  readonly #clients: readonly PostgresClient[];
  readonly #writer: PostgresWriter;
  readonly #reader: PostgresReader;
  readonly #commits: GroupCommit;
  readonly #pruning: Pruning;

  private constructor(
    location: string,
    { patience = 30_000, ...retention }: PostgresStoreOptions,
  ) {
    const writing = new PostgresClient(location, 1);
    const reading = new PostgresClient(location, READERS);
    this.#clients = [writing, reading];
    this.#writer = new PostgresWriter(writing, patience);
    this.#reader = new PostgresReader(reading);
    this.accounts = new PostgresAccounts(reading);
    this.rules = new PostgresRules(reading);
    this.#commits = new GroupCommit((drafts) =>
      this.#writer.append(drafts).catch(failure("store messages"))
    );
    const pruner = new PostgresPruner(reading, retention);
    this.#pruning = new Pruning(() => pruner.step(Date.now()).catch(failure("remove messages")));
  }

  /**
   * Connects to a database, and makes what is missing in it.
   *
   * @param location As in `postgres://user@host/database`.
   * @param options See {@linkcode PostgresStoreOptions}.
   * @returns The store.
   * @throws {StoreError} If it cannot be reached or used, or is one of a later version.
   */
  static async open(location: string, options: PostgresStoreOptions = {}): Promise<PostgresStore> {
    await preparePostgres(location, migratePostgres);
    return new PostgresStore(location, options);
  }

  append(drafts: readonly Draft[]): Promise<readonly Stored[]> {
    return this.#commits.append(drafts);
  }

  read(conversation: string, range: Range): Promise<Page> {
    return this.#reader.read(conversation, range).catch(failure("read messages"));
  }

  last(conversation: string): Promise<number> {
    return this.#reader.last(conversation).catch(failure("read messages"));
  }

  rooms(limit: number): Promise<readonly KeptRoom[]> {
    return this.#reader.rooms(limit).catch(failure("read messages"));
  }

  search(query: Query): Promise<{ messages: readonly Hit[]; more: boolean }> {
    return this.#reader.search(query).catch(failure("search messages"));
  }

  prune(): Promise<number> {
    return this.#pruning.run();
  }

  /** Stores what was appended, and closes the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#commits.idle();
    await this.#pruning.stop();
    // Where the server is gone, the row is removed when it has grown old.
    await this.#writer.close().catch(() => {});
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}
