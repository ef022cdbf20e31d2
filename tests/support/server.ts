import { startProcess, type TestServer, type TestServerOptions } from "./server_process.ts";

export type { TestServer, TestServerOptions };

/** With `CHAT_NODES=3` a server is three nodes, and each connection goes to another one. */
const nodes = Deno.env.has("CHAT_NODES") ? await import("./nodes.ts") : undefined;

/**
 * Starts the real program on a free port of the loopback address, its messages in memory and at any rate unless it is told
 * otherwise, and waits until it listens. With `CHAT_NODES` it is several, unless the test says where messages are kept.
 */
export function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { args = [], cwd, port } = options;
  const isApart = cwd !== undefined || port !== undefined || args.includes("--db");
  return nodes && !isApart ? nodes.startNodes(options) : startProcess(options);
}
