import type { TransactionSql } from "postgres";
import {
  PostgresClient,
  type PostgresSql,
  type PostgresTypes,
  STATEMENT_TIMEOUT,
} from "./client.ts";
import { type PostgresPlace, readPostgresUrl, withoutPassword } from "./url.ts";
import { failure, StoreProblem } from "../store_error.ts";

/**
 * Connects to a database, checks that it is usable, and prepares it.
 *
 * @param location As in `postgres://user@host/database`.
 * @param prepare Prepares the database.
 * @throws {StoreError} If the database cannot be reached or prepared.
 */
export async function preparePostgres(
  location: string,
  prepare: (sql: PostgresSql) => Promise<void>,
): Promise<void> {
  const failed = failure("open database", { place: withoutPassword(location) });
  let client: PostgresClient | undefined;
  try {
    requireSocket(readPostgresUrl(location));
    client = new PostgresClient(location, 1);
    await client.run(requireUnicode);
    await requireSession(client, location);
    await client.run(prepare);
  } catch (error) {
    return failed(explainPooler(error));
  } finally {
    await client?.close();
  }
}

/** Rejects a database whose encoding cannot store every Unicode character. */
async function requireUnicode(sql: PostgresSql): Promise<void> {
  const [row] = await sql<{ encoding: string }[]>`
    SELECT current_setting('server_encoding') AS encoding
  `;
  const { encoding } = row!;
  if (encoding === "UTF8") return;
  throw new StoreProblem(
    "encoding",
    `its encoding is ${encoding}, not UTF8: make another with createdb -E UTF8 -T template0`,
    encoding,
  );
}

/**
 * Rejects a connection pooler in transaction mode: prepared statements belong to a session, and a setting would reach
 * other clients. A pooler is recognized by the connection parameters that it drops.
 *
 * @param client A connection.
 * @param location Location for a second connection, see {@linkcode preparePostgres}.
 * @throws {Error} If it is such a pooler, or statements have no timeout; the message says what to configure.
 */
async function requireSession(client: PostgresClient, location: string): Promise<void> {
  const [before] = await client.run(sessionOf);
  if (before!.timeout === STATEMENT_TIMEOUT) return;
  const other = new PostgresClient(location, 1);
  try {
    // In transaction mode the pooler gives the second transaction the session that this client used last.
    await other.run((sql) =>
      sql.begin(async (sql) => {
        await sessionOf(sql);
        const [now] = await client.run(sessionOf);
        if (now!.pid === before!.pid) return;
        throw new StoreProblem(
          "pool_mode",
          "PgBouncer gives each transaction another session: set pool_mode = session",
        );
      })
    );
  } finally {
    await other.close();
  }
  if (before!.timeout > 0) return;
  throw new StoreProblem(
    "pooler_timeout",
    "a connection pooler drops statement_timeout: run ALTER ROLE … SET statement_timeout = '10s'",
  );
}

async function sessionOf(
  sql: PostgresSql | TransactionSql<PostgresTypes>,
): Promise<{ pid: number; timeout: number }[]> {
  return await sql<{ pid: number; timeout: number }[]>`
    SELECT pg_backend_pid() AS pid, setting::integer AS timeout
    FROM pg_settings WHERE name = 'statement_timeout'
  `;
}

function explainPooler(error: unknown): unknown {
  const [, name] = /^unsupported startup parameter: (\w+)/.exec((error as Error).message) ?? [];
  if (name === undefined) return error;
  return new StoreProblem(
    "pooler_parameter",
    `PgBouncer refuses ${name}: set ignore_startup_parameters = ${name}`,
    name,
  );
}

/** Rejects a Unix socket if write permission is missing, because the runtime would end without a message. */
function requireSocket({ path }: PostgresPlace): void {
  if (path === undefined) return;
  if (Deno.permissions.querySync({ name: "write", path }).state === "granted") return;
  throw new StoreProblem(
    "no_socket",
    "this command cannot use a socket of this machine: name a host, as in 127.0.0.1",
  );
}
