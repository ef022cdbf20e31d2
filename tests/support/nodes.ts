import { NatsServer } from "./nats.ts";
import { findPostgres, PostgresServer } from "./postgres.ts";
import { startProcess, type TestServer, type TestServerOptions } from "./server_process.ts";

/** PostgreSQL and NATS of a test's own. */
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
   * @returns The engines, or `undefined` where one of them is not on this machine: a line says so.
   */
  static async start(
    host = "127.0.0.1",
    args: readonly string[] = [],
  ): Promise<Engines | undefined> {
    const programs = await findPostgres();
    if (programs === undefined) return undefined;
    const nats = await NatsServer.start(host, args);
    if (nats === undefined) return undefined;
    return new Engines(await PostgresServer.start(programs, host), nats);
  }

  /** Makes an empty database, and gives the flags with which nodes share it. */
  async flags(): Promise<string[]> {
    return ["--db", await this.postgres.database(), "--cluster", this.nats.location];
  }

  /** Stops both at once, where the process ends. */
  abandon(): void {
    this.nats.abandon();
    this.postgres.abandon();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.postgres[Symbol.asyncDispose]();
    await this.nats[Symbol.asyncDispose]();
  }
}

/** How many nodes a server is. */
const NODES = Number(Deno.env.get("CHAT_NODES") ?? 3);

/** Shared by all tests of a file, each of which has a database of its own. */
let engines: Engines | undefined;
if (Deno.env.has("CHAT_NODES")) {
  engines = await Engines.start();
  if (engines === undefined) throw new Error("Cannot test nodes without PostgreSQL and NATS");
  addEventListener("unload", () => engines?.abandon());
}

/** Makes an empty database for nodes, and gives the flags with which they share it. */
export async function flagsOfNodes(): Promise<string[]> {
  return await engines!.flags();
}

/** Starts nodes over fresh engines; each connection to what is given back goes to another one. */
export async function startNodes(
  options: TestServerOptions,
  flags?: readonly string[],
): Promise<TestServer> {
  const shared = flags ?? await flagsOfNodes();
  const nodes = await Promise.all(
    Array.from({ length: NODES }, (_, index) => {
      const args = [...options.args ?? [], ...shared, "--node", `n${index}`];
      return startProcess({ ...options, args });
    }),
  );
  let turn = 0;
  const [first] = nodes;
  return {
    ...first!,
    get port() {
      return nodes[turn++ % NODES]!.port;
    },
    get log() {
      return nodes.flatMap(({ log }) => log);
    },
    get errors() {
      return nodes.flatMap(({ errors }) => errors);
    },
    logged: (line) => Promise.any(nodes.map((node) => node.logged(line))),
    async stop(signal) {
      const codes = await Promise.all(nodes.map((node) => node.stop(signal)));
      return Math.max(...codes);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
    },
  };
}
