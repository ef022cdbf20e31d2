import { findPostgres, PostgresServer } from "./postgres.ts";

const programs = Deno.env.has("CHAT_NODES") ? undefined : await findPostgres();

/**
 * Tests what must hold wherever messages are kept: in memory, SQLite and PostgreSQL; over several nodes in the one database
 * that they share.
 *
 * @param name The name of the test.
 * @param fn The test. It is given the flags of `chat serve` that name the store.
 */
export function testOverStores(
  name: string,
  fn: (args: readonly string[]) => Promise<void>,
): void {
  Deno.test(name, () => fn([]));
  if (Deno.env.has("CHAT_NODES")) return;
  Deno.test(`${name} (SQLite)`, async () => {
    const directory = await Deno.makeTempDir();
    await fn(["--db", `${directory}/chat.db`]);
    await Deno.remove(directory, { recursive: true });
  });
  Deno.test({
    name: `${name} (PostgreSQL${programs === undefined ? ": not installed" : ""})`,
    ignore: programs === undefined,
    async fn() {
      await using postgres = await PostgresServer.start(programs!);
      await fn(["--db", await postgres.database()]);
    },
  });
}
