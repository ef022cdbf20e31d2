import type { SqliteConnectionOptions } from "./connection.ts";
import { type SqliteMethod, type SqliteRoles, SqliteThread } from "./thread.ts";

/** {@linkcode SqliteThread} that starts at its first call, because each thread takes 9 MiB and 40 ms to start. */
export class SqliteLateThread<Role extends keyof SqliteRoles> {
  readonly #role: Role;
  readonly #path: string;
  readonly #options: SqliteConnectionOptions;
  #opening: Promise<SqliteThread<Role>> | undefined;

  /**
   * @param role Role of the thread.
   * @param path The path of the database, which must exist.
   * @param options See {@linkcode SqliteConnectionOptions}.
   */
  constructor(role: Role, path: string, options: SqliteConnectionOptions) {
    this.#role = role;
    this.#path = path;
    this.#options = options;
  }

  /** As {@linkcode SqliteThread.call}. */
  async call<K extends keyof SqliteRoles[Role] & string>(
    method: K,
    ...args: Parameters<SqliteMethod<Role, K>>
  ): Promise<ReturnType<SqliteMethod<Role, K>>> {
    this.#opening ??= this.#open();
    return (await this.#opening).call(method, ...args);
  }

  /** As {@linkcode SqliteThread.close}, if the thread was started. */
  async close(): Promise<void> {
    await (await this.#opening?.catch(() => undefined))?.close();
  }

  async #open(): Promise<SqliteThread<Role>> {
    const thread = new SqliteThread(this.#role);
    try {
      await thread.open(this.#path, this.#options);
      return thread;
    } catch (error) {
      // The next call tries again.
      this.#opening = undefined;
      await thread.close();
      throw error;
    }
  }
}
