import { Engines } from "./engines.ts";
import { type Need, testWith } from "./needs.ts";
import { freePort } from "./ports.ts";
import { startProcess, type TestServer, type TestServerOptions } from "./server_process.ts";

/** Tools that a {@linkcode Cluster} needs. */
const NEEDS: readonly Need[] = ["postgres", "nats-server"];

/** Nodes named `a`, `b`, `c` … that share a database and NATS. */
export class Cluster implements AsyncDisposable {
  readonly engines: Engines;
  /** Flags with which nodes share the engines. */
  readonly flags: readonly string[];
  /** Running nodes; {@linkcode Cluster.restart} replaces one. */
  readonly nodes: TestServer[] = [];

  private constructor(engines: Engines, flags: readonly string[]) {
    this.engines = engines;
    this.flags = flags;
  }

  /**
   * Starts the engines without nodes.
   *
   * @param host Address at which nodes reach the engines.
   */
  static async open(host?: string): Promise<Cluster> {
    const engines = await Engines.start(host);
    return new Cluster(engines, await engines.flags());
  }

  /** Location of the database, as `--db` takes it. */
  get db(): string {
    return this.flags[1]!;
  }

  /** Starts `count` more nodes. */
  async start(count: number): Promise<void> {
    const names = Array.from({ length: count }, (_, index) => nameOf(this.nodes.length + index));
    this.nodes.push(...await Promise.all(names.map((name) => this.#start(name))));
  }

  /** Starts one more node. */
  async add(options?: TestServerOptions): Promise<TestServer> {
    const node = await this.#start(nameOf(this.nodes.length), options);
    this.nodes.push(node);
    return node;
  }

  /** Starts another process with the name of a node, without stopping the first. */
  async startAgain(index: number, options?: TestServerOptions): Promise<TestServer> {
    return await this.#start(nameOf(index), options);
  }

  /** Stops a node with a signal and starts it again on the same port. */
  async restart(index: number, signal: Deno.Signal): Promise<void> {
    const { port, stop } = this.nodes[index]!;
    await stop(signal);
    this.nodes[index] = await this.startAgain(index, { port });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node[Symbol.asyncDispose]()));
    await this.engines[Symbol.asyncDispose]();
  }

  #start(name: string, options: TestServerOptions = {}): Promise<TestServer> {
    return startProcess({ port: freePort(), ...options, args: [...this.flags, "--node", name] });
  }
}

/**
 * Defines a test with a {@linkcode Cluster} of its own.
 *
 * @param count Number of nodes to start before the test.
 * @param name Name of the test.
 * @param fn The test.
 */
export function testOverNodes(
  count: number,
  name: string,
  fn: (cluster: Cluster, t: Deno.TestContext) => Promise<void>,
): void {
  testWith(NEEDS, name, async (t) => {
    await using cluster = await Cluster.open();
    await cluster.start(count);
    await fn(cluster, t);
  });
}

function nameOf(index: number): string {
  return String.fromCharCode("a".charCodeAt(0) + index);
}
