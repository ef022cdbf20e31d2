import { PostgresClient, type PostgresSql } from "../store/postgres/client.ts";
import { failure } from "../store/store_error.ts";

/** How many connections to the database are made at most. */
const CONNECTIONS = 4;

/** Retries of a transaction that conflicted with another. */
const MAX_RETRIES = 5;

/** SQLSTATE codes that say that a transaction met another one. */
const MET = ["23505", "40001", "40P01"];

/** The way to what nodes agree on: statements that give one value, each a transaction that may meet others. */
export class RegistryClient {
  readonly #client: PostgresClient;

  /** @param location The database, as in `postgres://user@host/database`. */
  constructor(location: string) {
    this.#client = new PostgresClient(location, CONNECTIONS);
  }

  /** Runs a statement that gives one value. */
  async ask<T>(
    query: (sql: PostgresSql) => PromiseLike<readonly { readonly value?: unknown }[]>,
  ): Promise<T> {
    for (let retries = 0;; retries++) {
      try {
        const [row] = await this.#client.run(query);
        return row?.value as T;
      } catch (error) {
        if (retries < MAX_RETRIES && MET.includes(codeOf(error))) continue;
        return failure("tell who is where")(error);
      }
    }
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.#client.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
