import { needs } from "./needs.ts";

/** For how long NATS may take to start, in milliseconds. */
const PATIENCE = 15_000;

/** A NATS server of its own; stopped when it is disposed of. */
export class NatsServer implements AsyncDisposable {
  readonly #host: string;
  readonly #port: number;
  readonly #args: readonly string[];
  #child: Deno.ChildProcess | undefined;

  private constructor(host: string, port: number, args: readonly string[]) {
    this.#host = host;
    this.#port = port;
    this.#args = args;
  }

  /**
   * Starts a server on a free port.
   *
   * @param host The address to listen on.
   * @param args More arguments.
   * @returns The server, or `undefined` where there is none on this machine: a line says so.
   */
  static async start(
    host = "127.0.0.1",
    args: readonly string[] = [],
  ): Promise<NatsServer | undefined> {
    if (await needs("nats-server")) return undefined;
    const listener = Deno.listen({ hostname: host, port: 0 });
    const { port } = listener.addr;
    listener.close();
    const server = new NatsServer(host, port, args);
    await server.startAgain();
    return server;
  }

  /** Where it listens, as `--cluster` takes it. */
  get location(): string {
    return `nats://${this.#host}:${this.#port}`;
  }

  /** Stops it as `kill -9` would. */
  async crash(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.status;
    this.#child = undefined;
  }

  /** Has it answer nothing more, and keep its connections, until the test calls what this gives. */
  freeze(): () => void {
    const child = this.#child!;
    child.kill("SIGSTOP");
    return () => child.kill("SIGCONT");
  }

  /** Starts it again after {@linkcode NatsServer.crash}; resolves once it takes connections. */
  async startAgain(args = this.#args): Promise<void> {
    this.#child = new Deno.Command("nats-server", {
      args: ["-a", this.#host, "-p", String(this.#port), ...args],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const end = performance.now() + PATIENCE;
    for (;;) {
      try {
        const conn = await Deno.connect({ hostname: this.#host, port: this.#port });
        return conn.close();
      } catch (error) {
        if (performance.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }

  /** Stops it at once, where the process ends. */
  abandon(): void {
    this.#child?.kill("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.crash();
  }
}
