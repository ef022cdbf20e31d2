import { PostgresClient, type PostgresSql } from "../store/postgres/client.ts";
import { codeOf, CONFLICT_CODES, MAX_RETRIES } from "../store/postgres/conflicts.ts";
import { failure } from "../store/store_error.ts";

/** Maximum connections to the database. */
const CONNECTIONS = 4;

/**
 * Client of the registry's database. Each statement returns one value and is a transaction that may conflict with
 * others.
 */
export class RegistryClient {
  readonly #client: PostgresClient;

  /** @param location The database, as in `postgres://user@host/database`. */
  constructor(location: string) {
    this.#client = new PostgresClient(location, CONNECTIONS);
  }

  /** Runs a statement that returns one value; repeats it after a conflict. */
  async ask<T>(
    query: (sql: PostgresSql) => PromiseLike<readonly { readonly value?: unknown }[]>,
  ): Promise<T> {
    for (let retries = 0;; retries++) {
      try {
        const [row] = await this.#client.run(query);
        return row?.value as T;
      } catch (error) {
        if (retries < MAX_RETRIES && CONFLICT_CODES.includes(codeOf(error))) continue;
        return failure("tell who is where")(error);
      }
    }
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.#client.close();
  }
}

/** SQL array of texts. */
export function toTextArray(sql: PostgresSql, values: readonly string[]) {
  return sql`ARRAY(SELECT json_array_elements_text(${JSON.stringify(values)}::text::json))`;
}
