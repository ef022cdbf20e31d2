import { NatsServer } from "./nats.ts";
import { has } from "./needs.ts";
import { PostgresServer } from "./postgres.ts";

/** PostgreSQL and NATS, which several nodes need. */
export class Engines implements AsyncDisposable {
  readonly postgres: PostgresServer;
  readonly nats: NatsServer;

  private constructor(postgres: PostgresServer, nats: NatsServer) {
    this.postgres = postgres;
    this.nats = nats;
  }

  /**
   * Starts both.
   *
   * @param host The address to listen on.
   * @param args More arguments of NATS.
   * @throws {Error} If one of them is not installed.
   */
  static async start(host = "127.0.0.1", args: readonly string[] = []): Promise<Engines> {
    const nats = await NatsServer.start(host, args);
    return new Engines(await PostgresServer.start(host), nats);
  }

  /**
   * Starts both once for all tests of a file, because that takes a second. They stop when the test process ends.
   *
   * @returns The engines, or `undefined` if one of them is not installed.
   */
  static async shared(): Promise<Engines | undefined> {
    if (!has("postgres") || !has("nats-server")) return undefined;
    const engines = await Engines.start();
    addEventListener("unload", () => engines.#abandon());
    return engines;
  }

  /** Creates an empty database and returns the flags with which nodes share it. */
  async flags(): Promise<string[]> {
    return ["--db", await this.postgres.database(), "--cluster", this.nats.location];
  }

  /** Stops both without waiting. */
  #abandon(): void {
    this.nats.abandon();
    this.postgres.abandon();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.postgres[Symbol.asyncDispose]();
    await this.nats[Symbol.asyncDispose]();
  }
}
