import "../../../cli/silence_deprecations.ts";
import postgres, { type Options, type Sql } from "postgres";
import { ignoreLateSocketErrors } from "../../net/late_socket_errors.ts";
import { type PostgresPlace, readPostgresUrl } from "./url.ts";
import { StoreProblem } from "../store_error.ts";

/** Maps PostgreSQL's type `bigint` to JavaScript's. */
export interface PostgresTypes extends Record<string, unknown> {
  readonly int8: number;
}

/** Options of {@linkcode PostgresClient}. */
export interface PostgresClientOptions {
  /**
   * Timeout of a statement, in milliseconds.
   *
   * @default {STATEMENT_TIMEOUT}
   */
  readonly statementTimeout?: number;
  /**
   * Whether statements are planned once for all values. After a few executions PostgreSQL no longer looks at the values,
   * which is wrong where the best plan depends on them.
   *
   * @default {true}
   */
  readonly prepares?: boolean;
}

/** Function for tagged SQL templates. */
export type PostgresSql = Sql<PostgresTypes>;

/** OID of the type `bigint`. */
const INT8 = 20;

/** Timeout of a connection attempt, in seconds. */
const CONNECT_TIMEOUT = 5;

/** Timeout of a statement, locks included, in milliseconds. */
export const STATEMENT_TIMEOUT = 10_000;

/** Time without an answer after which a connection counts as lost, in milliseconds. */
const ANSWER_TIMEOUT = STATEMENT_TIMEOUT + 2_000;

/** Timeout for pending answers on close, in seconds. */
const CLOSE_TIMEOUT = 5;

/** Reason of rejections after {@linkcode PostgresClient.abandon}. */
const ABANDONED = "the server stops";

/**
 * SQLSTATE classes and codes of an unusable connection: it ends, or its server is read-only, as after a failover. Only a
 * new connection shows whether the database can be written to again.
 */
const ENDS = /^(08|57P0[123]|25006)/;

ignoreLateSocketErrors();

/**
 * Connections to a PostgreSQL database, made on demand. When the server stops answering or a connection is lost, all are
 * replaced, so no caller waits forever. The library would reconnect by itself, but sometimes leaves the first statement
 * after that without an answer.
 */
export class PostgresClient {
  /** Whether new statements are refused, see {@linkcode PostgresClient.abandon}. */
  isAbandoned = false;
  readonly #place: PostgresPlace;
  readonly #max: number;
  readonly #statementTimeout: number;
  readonly #prepares: boolean;
  #sql: PostgresSql;
  /** Rejects pending statements. */
  readonly #waiting = new Set<(reason: Error) => void>();
  /** Resolves when the replaced connections are closed. */
  #discarded: Promise<unknown> = Promise.resolve();

  /**
   * @param location As parsed by {@linkcode readPostgresUrl}.
   * @param max Maximum connections at once.
   * @param options Options of the statements.
   */
  constructor(
    location: string,
    max: number,
    { statementTimeout = STATEMENT_TIMEOUT, prepares = true }: PostgresClientOptions = {},
  ) {
    this.#place = readPostgresUrl(location);
    this.#max = max;
    this.#statementTimeout = statementTimeout;
    this.#prepares = prepares;
    this.#sql = this.#connect();
  }

  /**
   * Runs statements.
   *
   * @param query Creates one or more statements.
   * @returns Their result.
   * @throws {Error} If a statement fails or is not answered in time.
   */
  async run<T>(query: (sql: PostgresSql) => PromiseLike<T>): Promise<T> {
    if (this.isAbandoned) throw new StoreProblem("stopping", ABANDONED);
    const sql = this.#sql;
    const { promise: timeout, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => reject(new StoreProblem("no_answer", "the server does not respond")),
      ANSWER_TIMEOUT,
    );
    this.#waiting.add(reject);
    try {
      return await Promise.race([query(sql), timeout]);
    } catch (error) {
      if (this.#sql === sql && isLost(error) && !this.isAbandoned) {
        this.#sql = this.#connect();
        this.#discarded = Promise.all([this.#discarded, sql.end({ timeout: 0 })]);
      }
      throw error;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(reject);
    }
  }

  /** Closes all connections at once; rejects pending statements and all later ones. */
  abandon(): void {
    this.isAbandoned = true;
    for (const reject of this.#waiting) reject(new StoreProblem("stopping", ABANDONED));
    this.#discarded = Promise.all([this.#discarded, this.#sql.end({ timeout: 0 })]);
  }

  /** Closes all connections when they have answered, or after {@linkcode CLOSE_TIMEOUT}. */
  async close(): Promise<void> {
    await this.#discarded;
    await this.#sql.end({ timeout: CLOSE_TIMEOUT });
  }

  #connect(): PostgresSql {
    return postgres({
      // The library accepts several hosts and no encryption, which its types do not allow.
      ...this.#place as unknown as Pick<
        Options<Record<never, never>>,
        keyof PostgresPlace & "user"
      >,
      max: this.#max,
      prepare: this.#prepares,
      connect_timeout: CONNECT_TIMEOUT,
      // Callers wait for the database, so retry without backoff.
      backoff: false,
      fetch_types: false,
      onnotice: () => {},
      types: {
        int8: { to: INT8, from: [INT8], serialize: String, parse: Number },
      },
      connection: {
        application_name: "chat",
        ...this.#place.connection,
        statement_timeout: this.#statementTimeout,
      },
    });
  }
}

function isLost(error: unknown): boolean {
  return !(error instanceof postgres.PostgresError) || ENDS.test(error.code);
}
