import { PostgresServer } from "../../tests/support/postgres.ts";
import { onInterrupt } from "../on_interrupt.ts";
import { seed, type SeedName } from "./seeds.ts";

/** Stores that `--db` of the benchmark accepts. */
export type DatabaseKind = "sqlite" | "memory" | "postgres";

/** Creates databases with the messages that an abuse needs. */
export interface Databases extends AsyncDisposable {
  /** Returns a database as `--db` of the server takes it, or `undefined` if this store cannot be filled in advance. */
  with(name: SeedName): Promise<string | undefined>;
}

/** The memory store, which cannot be filled before the server starts. */
class MemoryDatabases implements Databases {
  with(name: SeedName): Promise<string | undefined> {
    return Promise.resolve(name === "none" ? ":memory:" : undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** SQLite files, each a copy of a file that is filled once. */
class SqliteDatabases implements Databases {
  readonly #directory: string;
  readonly #made = new Map<SeedName, string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async with(name: SeedName): Promise<string> {
    // At most one copy is in use.
    const copy = `${this.#directory}/chat.db`;
    for (const end of ["", "-wal", "-shm"]) await Deno.remove(copy + end).catch(() => {});
    if (name === "none") return copy;
    let made = this.#made.get(name);
    if (made === undefined) {
      made = `${this.#directory}/${name}.seed`;
      await seed(name, made);
      this.#made.set(name, made);
    }
    await Deno.copyFile(made, copy);
    return copy;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** Databases on one PostgreSQL server. Each is filled once and keeps what an abuse adds. */
class PostgresDatabases implements Databases {
  readonly #server: PostgresServer;
  readonly #made = new Map<SeedName, string>();
  readonly #undo: Disposable;

  constructor(server: PostgresServer) {
    this.#server = server;
    this.#undo = onInterrupt(() => server.abandon());
  }

  async with(name: SeedName): Promise<string> {
    let made = this.#made.get(name);
    if (made === undefined) {
      made = await this.#server.database();
      await seed(name, made);
      this.#made.set(name, made);
    }
    return made;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#undo[Symbol.dispose]();
    await this.#server[Symbol.asyncDispose]();
  }
}

/**
 * @param kind The store.
 * @param directory An empty directory for files.
 * @throws {Error} If the store needs a program that is not installed.
 */
export async function openDatabases(kind: DatabaseKind, directory: string): Promise<Databases> {
  switch (kind) {
    case "sqlite":
      return new SqliteDatabases(directory);
    case "memory":
      return new MemoryDatabases();
    case "postgres":
      return new PostgresDatabases(await PostgresServer.start());
  }
}
