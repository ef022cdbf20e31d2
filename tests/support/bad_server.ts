/** A listener whose connections do what a test says, until they are closed at the end. */
export class BadServer implements AsyncDisposable {
  readonly #listener: Deno.TcpListener;
  readonly #conns = new Set<Deno.Conn>();
  readonly #running: Promise<void>;
  /** Number of connections accepted. */
  accepted = 0;

  /** @param behave Called with each connection; what it throws is ignored. */
  constructor(
    behave: (conn: Deno.Conn) => Promise<void>,
    options: Partial<Deno.ListenOptions> = {},
  ) {
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0, ...options });
    this.#running = this.#accept(behave);
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async #accept(behave: (conn: Deno.Conn) => Promise<void>): Promise<void> {
    const running: Promise<void>[] = [];
    for (;;) {
      const conn = await this.#listener.accept().catch(() => undefined);
      if (!conn) break;
      this.accepted++;
      this.#conns.add(conn);
      running.push(behave(conn).catch(() => {}));
    }
    await Promise.all(running);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const conn of this.#conns) {
      try {
        conn.close();
      } catch {
        // The behaviour closed it.
      }
    }
    await this.#running;
  }
}

/** Sends nothing, and reads until the client closes. */
export async function stayQuiet(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(1_024);
  while (await conn.read(buffer) !== null);
}
