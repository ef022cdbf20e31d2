import { PostgresClient, type PostgresSql } from "./postgres_client.ts";
import { failure } from "./store_error.ts";

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
  // What a wrong URL is refused with would tell the password.
  if (!URL.canParse(location)) return failed(new Error("it is no URL"));
  const client = new PostgresClient(location, 1);
  try {
    await client.run(prepare);
  } catch (error) {
    return failed(error);
  } finally {
    await client.close();
  }
}

function withoutPassword(location: string): string {
  return location.replace(/^([^/]*\/\/[^:@/]*):.*@/, "$1@");
}
