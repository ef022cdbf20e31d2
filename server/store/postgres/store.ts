/**
 * The store in PostgreSQL, which several nodes can share. Only this folder and `cluster/` contain its SQL.
 *
 * @module
 */
import postgres from "postgres";
import { GroupCommit } from "../group_commit.ts";
import { NodeLease } from "../node_lease.ts";
import { PostgresAccounts } from "./accounts.ts";
import { PostgresClient } from "./client.ts";
import { migratePostgres } from "./migrate.ts";
import { preparePostgres } from "./prepare.ts";
import { PostgresPruner } from "./pruner.ts";
import { PostgresReader } from "./reader.ts";
import { PostgresRules } from "./rules.ts";
import { PostgresSearch, searchStatementTimeout } from "./search.ts";
import { PostgresWriter } from "./writer.ts";
import { Pruning } from "../pruning.ts";
import type { PrunedStore, Retention } from "../retention.ts";
import { SEARCH_TIME, type SearchTime } from "../search_time.ts";
import type { NewEntry, Outcome } from "../entry.ts";
import type { EntryPage, EntryRange, SearchPage, SearchQuery, StoredRoom } from "../store.ts";
import { failure } from "../store_error.ts";

/** Options of {@linkcode PostgresStore}. */
export interface PostgresStoreOptions extends Retention, SearchTime {
  /**
   * How long to try to learn the outcome of a transaction after its connection was lost, in milliseconds. Later calls of
   * `append` wait meanwhile. After that it counts as rejected, though its messages may appear in the history.
   *
   * @default {30000}
   */
  readonly retryTime?: number;
  /** Lease of the node that writes, in a cluster. */
  readonly lease?: NodeLease;
}

/** Connections for history, lists of rooms and retention. */
const READERS = 4;

/** Connections for quick queries: accounts, rules and last ids. */
const QUICK_READERS = 2;

/** Connections for searches. */
const SEARCHERS = 2;

/**
 * Store in a PostgreSQL database, which several servers can share. What is stored is as durable as the database.
 */
export class PostgresStore implements PrunedStore {
  readonly accounts: PostgresAccounts;
  readonly rules: PostgresRules;
  readonly #clients: readonly PostgresClient[];
  readonly #writing: PostgresClient;
  readonly #writer: PostgresWriter;
  readonly #reader: PostgresReader;
  readonly #quick: PostgresReader;
  readonly #search: PostgresSearch;
  readonly #commits: GroupCommit;
  readonly #pruning: Pruning;

  private constructor(
    location: string,
    { retryTime = 30_000, lease = new NodeLease(), searchTime = SEARCH_TIME, ...retention }:
      PostgresStoreOptions,
  ) {
    const writing = new PostgresClient(location, 1);
    const reading = new PostgresClient(location, READERS);
    const quick = new PostgresClient(location, QUICK_READERS);
    const searching = new PostgresClient(location, SEARCHERS, {
      statementTimeout: searchStatementTimeout(searchTime),
      // A rare word needs the index, a frequent one the latest messages.
      prepares: false,
    });
    this.#writing = writing;
    this.#clients = [writing, reading, quick, searching];
    this.#writer = new PostgresWriter(writing, retryTime, lease);
    this.#reader = new PostgresReader(reading);
    this.#quick = new PostgresReader(quick);
    this.#search = new PostgresSearch(searching, searchTime);
    this.accounts = new PostgresAccounts(quick, lease);
    this.rules = new PostgresRules(quick, lease);
    this.#commits = new GroupCommit((entries) =>
      this.#writer.append(entries).catch(failure("store messages", { isAboutData }))
    );
    const pruner = new PostgresPruner(reading, retention);
    this.#pruning = new Pruning(() => pruner.step(Date.now()).catch(failure("remove messages")));
  }

  /**
   * Connects to a database, and creates or migrates its schema.
   *
   * @param location As in `postgres://user@host/database`.
   * @param options See {@linkcode PostgresStoreOptions}.
   * @returns The store.
   * @throws {StoreError} If it cannot be reached or used, or has a later schema version.
   */
  static async open(location: string, options: PostgresStoreOptions = {}): Promise<PostgresStore> {
    await preparePostgres(location, migratePostgres);
    return new PostgresStore(location, options);
  }

  append(entries: readonly NewEntry[]): Promise<readonly Outcome[]> {
    return this.#commits.append(entries);
  }

  read(conversation: string, range: EntryRange): Promise<EntryPage> {
    return this.#reader.read(conversation, range).catch(failure("read messages"));
  }

  last(conversation: string): Promise<number> {
    return this.#quick.last(conversation).catch(failure("read messages"));
  }

  rooms(limit: number): Promise<readonly StoredRoom[]> {
    return this.#reader.rooms(limit).catch(failure("read messages"));
  }

  search(query: SearchQuery): Promise<SearchPage> {
    return this.#search.search(query).catch(failure("search messages"));
  }

  check(): Promise<void> {
    return this.#writer.check().catch(failure("store messages"));
  }

  abandon(): void {
    this.#writing.abandon();
  }

  prune(): Promise<number> {
    return this.#pruning.run();
  }

  /** Stores all appended messages and closes the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#commits.idle();
    await this.#pruning.stop();
    // If the server cannot be reached, the row is removed when it has expired.
    await this.#writer.close().catch(() => {});
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}

/**
 * Returns whether PostgreSQL rejected the data: data exceptions, constraints, and limits such as the size of an index row,
 * see https://www.postgresql.org/docs/current/errcodes-appendix.html.
 */
function isAboutData(error: unknown): boolean {
  return error instanceof postgres.PostgresError && /^(22|23|54)/.test(error.code);
}
