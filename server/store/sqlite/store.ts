/**
 * The store in one SQLite file, through worker threads, as `node:sqlite` blocks the thread that calls it.
 *
 * Only this folder knows its SQL. Nothing else opens the file.
 *
 * @module
 */
import { GroupCommit } from "../group_commit.ts";
import { Pruning } from "../pruning.ts";
import type { PrunedStore, Retention } from "../retention.ts";
import { SqliteAccountStore } from "./account_store.ts";
import { SqliteClaim } from "./claim.ts";
import { toStored } from "./outcome.ts";
import { SEARCH_TIME, type SearchTime } from "../search_time.ts";
import { SqliteLateThread } from "./late_thread.ts";
import { SqliteRules } from "./rule_store.ts";
import { toRuns } from "./run.ts";
import { SqliteSearches } from "./searches.ts";
import { SqliteThread } from "./thread.ts";
import type { NewEntry, Outcome } from "../entry.ts";
import type { EntryPage, EntryRange, SearchPage, SearchQuery, StoredRoom } from "../store.ts";
import { failure } from "../store_error.ts";
import { requireMessages } from "../unsupported.ts";

/** What does the work. */
interface SqliteThreads {
  readonly writer: SqliteThread<"writer">;
  readonly reader: SqliteThread<"reader">;
  readonly history: SqliteLateThread<"history">;
  readonly search: SqliteLateThread<"search">;
  readonly claim: SqliteClaim | undefined;
}

/** Options of {@linkcode SqliteStore}. */
export interface SqliteStoreOptions extends Retention, SearchTime {
  /**
   * Timeout for a lock of another process, in milliseconds.
   *
   * @default {5000}
   */
  readonly busyTimeout?: number;
  /** Whether it is a server that opens it, of which only one may have the file. */
  readonly isServer?: boolean;
  /**
   * Called when the file of a server that did not close it has less than was stored: its write-ahead log was damaged.
   *
   * @param copy Path of a copy of the file as it was found.
   */
  readonly onDamaged?: (copy: string) => void;
}

/**
 * Keeps messages in a file, through SQLite. What is stored survives the end of the process and a loss of power.
 *
 * Threads do the work, so that the event loop never waits for the disk: one writes, and others read what it has committed,
 * however much waits to be written. Accounts, rules and last ids have one of their own; pages of history with lists of rooms, and searches,
 * which take longer, one each, that starts when it is first needed.
 */
export class SqliteStore implements PrunedStore {
  readonly accounts: SqliteAccountStore;
  readonly rules: SqliteRules;
  readonly #writer: SqliteThread<"writer">;
  readonly #reader: SqliteThread<"reader">;
  readonly #history: SqliteLateThread<"history">;
  readonly #search: SqliteLateThread<"search">;
  readonly #searches: SqliteSearches;
  readonly #commits: GroupCommit;
  readonly #pruning: Pruning;
  readonly #claim: SqliteClaim | undefined;

  private constructor(
    { writer, reader, history, search, claim }: SqliteThreads,
    { searchTime = SEARCH_TIME, ...retention }: Retention & SearchTime,
  ) {
    this.#claim = claim;
    this.#writer = writer;
    this.#reader = reader;
    this.#history = history;
    this.#search = search;
    this.#searches = new SqliteSearches(search, searchTime);
    this.accounts = new SqliteAccountStore(writer, reader);
    this.rules = new SqliteRules(writer, reader);
    this.#commits = new GroupCommit(async (entries) => {
      const messages = requireMessages(entries);
      const outcomes = await writer.call("append", toRuns(messages))
        .catch(failure("store messages", isAboutData));
      return outcomes.map((outcome, index) => toStored(outcome, messages[index]!));
    });
    this.#pruning = new Pruning(() =>
      writer.call("prune", Date.now(), retention).catch(failure("remove messages"))
    );
  }

  /**
   * Opens a database file; makes one if there is none.
   *
   * @param path The path of the file.
   * @param options See {@linkcode SqliteStoreOptions}.
   * @returns The store.
   * @throws {StoreError} If it cannot be opened or written, is no database of this program, or is one of a later version.
   */
  static async open(
    path: string,
    { busyTimeout = 5_000, isServer = false, onDamaged, ...options }: SqliteStoreOptions = {},
  ): Promise<SqliteStore> {
    const claim = isServer
      ? await SqliteClaim.make(path).catch(failure(`open database ${path}`))
      : undefined;
    const writer = new SqliteThread("writer");
    const reader = new SqliteThread("reader");
    try {
      // The writer makes what the reader reads.
      const copy = await writer.open(path, { busyTimeout, isMarked: isServer });
      if (copy !== undefined) onDamaged?.(copy);
      await reader.open(path, { busyTimeout });
      const history = new SqliteLateThread("history", path, { busyTimeout });
      const search = new SqliteLateThread("search", path, { busyTimeout });
      return new SqliteStore({ writer, reader, history, search, claim }, options);
    } catch (error) {
      await reader.close();
      await writer.close();
      claim?.[Symbol.dispose]();
      return failure(`open database ${path}`)(error);
    }
  }

  append(entries: readonly NewEntry[]): Promise<readonly Outcome[]> {
    return Promise.try(() => this.#commits.append(requireMessages(entries)));
  }

  read(conversation: string, range: EntryRange): Promise<EntryPage> {
    return this.#history.call("read", conversation, range).catch(failure("read messages"));
  }

  last(conversation: string): Promise<number> {
    return this.#reader.call("last", conversation).catch(failure("read messages"));
  }

  rooms(limit: number): Promise<readonly StoredRoom[]> {
    return this.#history.call("rooms", limit).catch(failure("read messages"));
  }

  search(query: SearchQuery): Promise<SearchPage> {
    return this.#searches.search(query).catch(failure("search messages"));
  }

  check(): Promise<void> {
    return this.#writer.call("check").catch(failure("store messages"));
  }

  abandon(): void {
    this.#writer.abandon();
  }

  prune(): Promise<number> {
    return this.#pruning.run();
  }

  /** Stores what was appended, and closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#commits.idle();
    await this.#pruning.stop();
    // Who closes last writes all to the main file; only the writer should.
    await Promise.all([this.#reader.close(), this.#history.close(), this.#search.close()]);
    await this.#writer.close();
    this.#claim?.[Symbol.dispose]();
  }
}

/** SQLITE_TOOBIG, SQLITE_CONSTRAINT and SQLITE_MISMATCH, see https://www.sqlite.org/rescode.html. */
const DATA_CODES: readonly number[] = [18, 19, 20];

/** Tells whether SQLite refused what was to be stored; extended result codes have theirs in the lowest byte. */
function isAboutData(error: unknown): boolean {
  return error instanceof Error && "errcode" in error &&
    DATA_CODES.includes(Number(error.errcode) & 0xff);
}
