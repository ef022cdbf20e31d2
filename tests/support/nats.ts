import { freePort, waitForPort } from "./ports.ts";

/** NATS server of a test, stopped at disposal. */
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
   */
  static async start(host = "127.0.0.1", args: readonly string[] = []): Promise<NatsServer> {
    const server = new NatsServer(host, freePort(host), args);
    await server.startAgain();
    return server;
  }

  /** Location as `--cluster` takes it. */
  get location(): string {
    return `nats://${this.#host}:${this.#port}`;
  }

  /** Kills the process. */
  async crash(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.status;
    this.#child = undefined;
  }

  /** Suspends the process, which keeps its connections, until the returned function is called. */
  freeze(): () => void {
    const child = this.#child!;
    child.kill("SIGSTOP");
    return () => child.kill("SIGCONT");
  }

  /** Starts it after {@linkcode NatsServer.crash}; resolves once it accepts connections. */
  async startAgain(args = this.#args): Promise<void> {
    this.#child = new Deno.Command("nats-server", {
      args: ["-a", this.#host, "-p", String(this.#port), ...args],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await waitForPort(this.#host, this.#port);
  }

  /** Kills the process without waiting, for use when the test process ends. */
  abandon(): void {
    this.#child?.kill("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.crash();
  }
}
