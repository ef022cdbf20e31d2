import { PostgresClient, type PostgresSql } from "./client.ts";
import { type PostgresPlace, readPostgresUrl, withoutPassword } from "./url.ts";
import { failure } from "../store_error.ts";

/**
 * Connects to a database to see whether it can be used, and to make it so.
 *
 * @param location As in `postgres://user@host/database`.
 * @param prepare What to do there.
 * @throws {StoreError} If it cannot be reached, or that failed.
 */
export async function preparePostgres(
  location: string,
  prepare: (sql: PostgresSql) => Promise<void>,
): Promise<void> {
  const failed = failure(`open database ${withoutPassword(location)}`);
  let client: PostgresClient | undefined;
  try {
    requireSocket(readPostgresUrl(location));
    client = new PostgresClient(location, 1);
    await client.run(requireUnicode);
    await client.run(prepare);
  } catch (error) {
    return failed(error);
  } finally {
    await client?.close();
  }
}

/** Refuses a database in which a message with a sign that its encoding lacks could not be stored. */
async function requireUnicode(sql: PostgresSql): Promise<void> {
  const [row] = await sql<{ encoding: string }[]>`
    SELECT current_setting('server_encoding') AS encoding
  `;
  const { encoding } = row!;
  if (encoding === "UTF8") return;
  throw new Error(
    `its encoding is ${encoding}, not UTF8: make another with createdb -E UTF8 -T template0`,
  );
}

/** A command that may not write may not use a socket: where it tries, the runtime says so to nobody and ends. */
function requireSocket({ path }: PostgresPlace): void {
  if (path === undefined) return;
  if (Deno.permissions.querySync({ name: "write", path }).state === "granted") return;
  throw new Error("this command cannot use a socket of this machine: name a host, as in 127.0.0.1");
}
