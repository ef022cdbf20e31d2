import { startProcess, type TestServer, type TestServerOptions } from "./server_process.ts";

export type { TestServer, TestServerOptions };

/**
 * Flags of a server that never ends a handshake itself: on a busy machine, hashing a password takes longer than a handshake
 * may take by default, and so does what else a test waits for.
 */
export const NO_TIMEOUT = ["--handshake-timeout", "600"];

/** With `CHAT_NODES=3` a server is three nodes, and connections alternate between them. */
const nodes = Deno.env.has("CHAT_NODES") ? await import("./nodes.ts") : undefined;

/**
 * Starts the program on a free port of the loopback address and waits until it listens. Unless the options say otherwise,
 * messages are kept in memory and their rate is not limited.
 *
 * With `CHAT_NODES` it starts several nodes, unless the options name a store but no cluster.
 */
export function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { args = [], cwd, port } = options;
  const isApart = cwd !== undefined || port !== undefined ||
    args.includes("--db") && !args.includes("--cluster");
  return nodes && !isApart ? nodes.startNodes(options) : startProcess(options);
}
