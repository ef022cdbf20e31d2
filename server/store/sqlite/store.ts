/**
 * The store in one SQLite file, through worker threads, because `node:sqlite` blocks the calling thread.
 *
 * Only this folder contains its SQL, and nothing else opens the file.
 *
 * @module
 */
import { GroupCommit } from "../group_commit.ts";
import { Pruning } from "../pruning.ts";
import type { PrunedStore, Retention } from "../retention.ts";
import { SqliteAccountStore } from "./account_store.ts";
import { SqliteClaim } from "./claim.ts";
import { Erasing } from "./erasing.ts";
import { toOutcome } from "./outcome.ts";
import { SEARCH_TIME, type SearchTime } from "../search_time.ts";
import { SqliteLateThread } from "./late_thread.ts";
import { SqliteRules } from "./rule_store.ts";
import { toRuns } from "./run.ts";
import { SqliteSearches } from "./searches.ts";
import { SqliteThread } from "./thread.ts";
import type { NewEntry, Outcome } from "../entry.ts";
import type { EntryPage, EntryRange, SearchPage, SearchQuery, StoredRoom } from "../store.ts";
import { failure } from "../store_error.ts";

/** Threads of the store. */
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
  /** Whether a server opens it. Only one server may use the file. */
  readonly isServer?: boolean;
  /**
   * Called if a server did not close the file and data is missing, because its write-ahead log was damaged.
   *
   * @param copy Path of a copy of the file as it was found.
   */
  readonly onDamaged?: (copy: string) => void;
}

/**
 * Store in a SQLite file. What is stored survives a crash and a loss of power.
 *
 * Threads do the work, so that the event loop never waits for the disk. One thread writes; the others read committed data
 * without waiting for pending writes. Accounts, rules and last ids have one reader; history with lists of rooms, and
 * searches, which take longer, have one each, started on first use.
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
  readonly #erasing: Erasing;
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
      const outcomes = await writer.call("append", toRuns(entries))
        .catch(failure("store messages", { isAboutData }));
      if (entries.some(isDeletion)) this.#erasing.request();
      return outcomes.map((outcome, index) => toOutcome(outcome, entries[index]!));
    });
    this.#erasing = new Erasing(() =>
      writer.call("erase").catch(failure("erase deleted messages"))
    );
    // What was deleted before it was opened may still be in the file.
    this.#erasing.request();
    this.#pruning = new Pruning(() =>
      writer.call("prune", Date.now(), retention).catch(failure("remove messages"))
    );
  }

  /**
   * Opens a database file; creates it if it does not exist.
   *
   * @param path The path of the file.
   * @param options See {@linkcode SqliteStoreOptions}.
   * @returns The store.
   * @throws {StoreError} If it cannot be opened or written, is not a database of this program, or has a later schema version.
   */
  static async open(
    path: string,
    { busyTimeout = 5_000, isServer = false, onDamaged, ...options }: SqliteStoreOptions = {},
  ): Promise<SqliteStore> {
    const claim = isServer
      ? await SqliteClaim.make(path).catch(failure("open database", { place: path }))
      : undefined;
    const writer = new SqliteThread("writer");
    const reader = new SqliteThread("reader");
    try {
      // The writer creates the file that the reader opens.
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
      return failure("open database", { place: path })(error);
    }
  }

  append(entries: readonly NewEntry[]): Promise<readonly Outcome[]> {
    return this.#commits.append(entries);
  }

  read(conversation: string, range: EntryRange): Promise<EntryPage> {
    return this.#history.call("read", conversation, range)
      .then(({ mine, ...page }) => mine === undefined ? page : { ...page, mine: new Map(mine) })
      .catch(failure("read messages"));
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

  /** Stores all appended messages and closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#commits.idle();
    await this.#pruning.stop();
    await this.#erasing.stop();
    // The last connection to close moves the write-ahead log to the main file; only the writer should.
    await Promise.all([this.#reader.close(), this.#history.close(), this.#search.close()]);
    await this.#writer.close();
    this.#claim?.[Symbol.dispose]();
  }
}

function isDeletion(entry: NewEntry): boolean {
  return "change" in entry && entry.change.type === "delete";
}

/** SQLITE_TOOBIG, SQLITE_CONSTRAINT and SQLITE_MISMATCH, see https://www.sqlite.org/rescode.html. */
const DATA_CODES: readonly number[] = [18, 19, 20];

/** Returns whether SQLite rejected the data. The lowest byte of an extended result code is the basic code. */
function isAboutData(error: unknown): boolean {
  return error instanceof Error && "errcode" in error &&
    DATA_CODES.includes(Number(error.errcode) & 0xff);
}
