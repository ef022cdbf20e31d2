import { type Need, testWith } from "./needs.ts";
import { PostgresServer } from "./postgres.ts";

const nodes = Deno.env.has("CHAT_NODES") ? await import("./nodes.ts") : undefined;

/** Where a server keeps messages. */
export interface StoreFlags {
  /** Flags of `serve` that name the store; none for memory. */
  readonly args: readonly string[];
  /** Location of the database, as `--db` takes it. */
  readonly db: string;
}

/** Options of {@linkcode testOverStores}. */
export interface OverStoresOptions {
  /** Whether to test with messages in memory too; default true. */
  readonly memory?: boolean;
  /** What the test needs. */
  readonly needs?: readonly Need[];
}

/**
 * Defines the same test over memory, SQLite and PostgreSQL or, with `CHAT_NODES`, over several nodes.
 *
 * @param name Name of the test.
 * @param fn The test.
 * @param options Options of the test.
 */
export function testOverStores(
  name: string,
  fn: (store: StoreFlags) => Promise<void>,
  { memory = true, needs = [] }: OverStoresOptions = {},
): void {
  if (nodes) {
    testWith(needs, `${name} (nodes)`, async () => {
      const args = await nodes.flagsOfNodes();
      await fn({ args, db: args[1]! });
    });
    return;
  }
  if (memory) testWith(needs, name, () => fn({ args: [], db: ":memory:" }));
  testWith(needs, `${name} (SQLite)`, async () => {
    const directory = await Deno.makeTempDir();
    const db = `${directory}/chat.db`;
    await fn({ args: ["--db", db], db });
    await Deno.remove(directory, { recursive: true });
  });
  testWith([...needs, "postgres"], `${name} (PostgreSQL)`, async () => {
    const db = await (await PostgresServer.shared()).database();
    await fn({ args: ["--db", db], db });
  });
}
