/** Direction of bytes: `in` to the server, `out` to the client. */
export type Direction = "in" | "out";

/** Decides how many bytes of a chunk pass. If fewer than all, the connection is cut on both sides, even inside a frame. */
export type Fate = (chunk: Uint8Array, direction: Direction) => number;

/** TCP proxy to a loopback server that can cut connections. */
export class TcpProxy implements AsyncDisposable {
  readonly port: number;
  readonly #target: number;
  readonly #fate: () => Fate;
  readonly #listener: Deno.TcpListener;
  readonly #conns = new Set<Deno.Conn>();
  readonly #running: Promise<unknown>[];
  #cuts = 0;
  /** Connections made before the last {@linkcode TcpProxy.freeze} are of an earlier age. */
  #age = 0;
  #frozen: readonly Direction[] = [];

  /**
   * @param target Port of the server.
   * @param fate Called for each connection; returns the function that decides about its chunks.
   */
  constructor(target: number, fate: () => Fate) {
    this.#target = target;
    this.#fate = fate;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.port = this.#listener.addr.port;
    this.#running = [this.#accept()];
  }

  /** Number of connections cut by their fate. */
  get cuts(): number {
    return this.#cuts;
  }

  /** Cuts all open connections. */
  cutAll(): void {
    for (const conn of this.#conns) close(conn);
  }

  /**
   * Stops forwarding on the open connections without closing them, like a lost network. New ones work.
   *
   * @param directions Directions to stop.
   */
  freeze(directions: readonly Direction[] = ["in", "out"]): void {
    this.#age++;
    this.#frozen = directions;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.cutAll();
    await Promise.all(this.#running);
  }

  async #accept(): Promise<void> {
    try {
      for await (const conn of this.#listener) this.#running.push(this.#carry(conn));
    } catch {
      // The test is over.
    }
  }

  async #carry(near: Deno.Conn): Promise<void> {
    const fate = this.#fate();
    const age = this.#age;
    let isCut = false;
    try {
      const far = await Deno.connect({ hostname: "127.0.0.1", port: this.#target });
      const pump = async (from: Deno.Conn, to: Deno.Conn, direction: Direction) => {
        const buffer = new Uint8Array(16 * 1024);
        try {
          for (;;) {
            const count = await from.read(buffer);
            // The end of the stream is not forwarded either.
            if (age < this.#age && this.#frozen.includes(direction)) {
              if (count === null) return;
              continue;
            }
            if (count === null) break;
            const chunk = buffer.subarray(0, count);
            let rest = chunk.subarray(0, fate(chunk, direction));
            isCut ||= rest.length < count;
            while (rest.length > 0) rest = rest.subarray(await to.write(rest));
            if (isCut) break;
          }
        } catch {
          // The other direction ended it.
          if (age < this.#age && this.#frozen.includes(direction)) return;
        }
        close(near);
        close(far);
      };
      this.#conns.add(near).add(far);
      await Promise.all([pump(near, far, "in"), pump(far, near, "out")]);
    } catch {
      // The server is not running.
      close(near);
    }
    if (isCut) this.#cuts++;
  }
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // Already closed.
  }
}
