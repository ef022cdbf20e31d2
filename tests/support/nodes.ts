import { Engines } from "./engines.ts";
import { startProcess, type TestServer, type TestServerOptions } from "./server_process.ts";

/** Number of nodes that make up a server. */
const NODES = Number(Deno.env.get("CHAT_NODES") ?? 3);

/** Engines of all tests in a file; each test gets its own database. */
const engines = Deno.env.has("CHAT_NODES") ? await Engines.shared() : undefined;

/** Creates an empty database and returns the flags with which nodes share it. */
export async function flagsOfNodes(): Promise<string[]> {
  if (engines === undefined) throw new Error("Cannot test nodes without PostgreSQL and NATS");
  return await engines.flags();
}

/**
 * Starts several nodes that look like one server: each connection goes to the next node.
 *
 * @param options Options of each node. Unless the flags name a cluster, the nodes share a new database.
 */
export async function startNodes(options: TestServerOptions): Promise<TestServer> {
  const given = options.args ?? [];
  const shared = given.includes("--cluster") ? given : [...given, ...await flagsOfNodes()];
  const nodes = await Promise.all(
    Array.from({ length: NODES }, (_, index) => {
      return startProcess({ ...options, args: [...shared, "--node", `n${index}`] });
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
