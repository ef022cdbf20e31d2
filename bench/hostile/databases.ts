import { PostgresServer } from "../../tests/support/postgres.ts";
import { atSignal } from "../at_signal.ts";
import { seed, type SeedName } from "./seeds.ts";

/** Where servers of the bench keep their messages, as `--db` of the bench says. */
export type DatabaseKind = "sqlite" | "memory" | "postgres";

/** Makes databases, each with what an abuse needs. */
export interface Databases extends AsyncDisposable {
  /** Returns one as `--db` takes it, or `undefined` where messages cannot be stored before a server starts. */
  with(name: SeedName): Promise<string | undefined>;
}

/** Nothing is stored before a server of this kind starts. */
class MemoryDatabases implements Databases {
  with(name: SeedName): Promise<string | undefined> {
    return Promise.resolve(name === "none" ? ":memory:" : undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** Files, each a copy of one that is made once. */
class SqliteDatabases implements Databases {
  readonly #directory: string;
  readonly #made = new Map<SeedName, string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async with(name: SeedName): Promise<string> {
    // One at a time is used.
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

/** Databases of one PostgreSQL server; what an abuse needs is stored once, and what it adds stays. */
class PostgresDatabases implements Databases {
  readonly #server: PostgresServer;
  readonly #made = new Map<SeedName, string>();
  readonly #undo: Disposable;

  constructor(server: PostgresServer) {
    this.#server = server;
    this.#undo = atSignal(() => server.abandon());
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
 * Prepares for making databases.
 *
 * @param kind Of which kind.
 * @param directory An empty directory, for files.
 * @throws {Error} If the kind needs what is not there.
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
