import type { Connection, Endpoint } from "./endpoint.ts";
import type { AcceptedConnection } from "./listener.ts";
import { ProxyHandshake } from "./proxy_handshake.ts";

/** All connections of a server, from accept to close. */
export class Connections {
  readonly #open = new Set<Connection>();
  /** Connections that are not closed yet. */
  #running = 0;
  /** Resolves when all are closed. */
  #closed: PromiseWithResolvers<void> | undefined;
  readonly #handshakeTimeout: number;
  #isEnding = false;

  /** @param handshakeTimeout Time for a PROXY header, in milliseconds. */
  constructor(handshakeTimeout: number) {
    this.#handshakeTimeout = handshakeTimeout;
  }

  /** Bytes waiting for all peers together. */
  get waiting(): number {
    let waiting = 0;
    for (const connection of this.#open) waiting += connection.waiting;
    return waiting;
  }

  /**
   * Runs a connection, and those that continue on the same stream, until it is closed; then releases its slot.
   *
   * @param endpoint The endpoint that accepted it.
   * @param accepted The connection.
   * @param onClosed Called when it is closed.
   */
  add(endpoint: Endpoint, accepted: AcceptedConnection, onClosed: () => void): void {
    const first = endpoint.listener.isProxy(accepted.client)
      ? new ProxyHandshake(accepted, endpoint, this.#handshakeTimeout)
      : endpoint.open(accepted);
    this.#running++;
    void this.#run(first).then(() => {
      accepted.slot.release();
      onClosed();
      if (--this.#running === 0) this.#closed?.resolve();
    });
  }

  /**
   * Enforces the timeouts of all connections.
   *
   * @param now Monotonic time in milliseconds.
   */
  check(now: number): void {
    // Without an object for each connection, as an iterator would make: there may be thousands.
    this.#open.forEach((connection) => connection.check(now));
  }

  /**
   * Ends the connections with the most waiting bytes, until enough memory is free.
   *
   * @param isEnough Returns whether that is so.
   */
  freeMemory(isEnough: () => boolean): void {
    const connections = [...this.#open].sort((one, other) => other.waiting - one.waiting);
    for (const connection of connections) {
      if (isEnough() || connection.waiting === 0) return;
      connection.freeMemory();
    }
  }

  /** Ends all connections; resolves when they are closed. */
  async end(): Promise<void> {
    this.#isEnding = true;
    for (const connection of this.#open) connection.end();
    if (this.#running === 0) return;
    this.#closed = Promise.withResolvers();
    await this.#closed.promise;
  }

  async #run(first: Connection): Promise<void> {
    for (let connection: Connection | void = first; connection;) {
      this.#open.add(connection);
      const run: Promise<Connection | void> = connection.run();
      if (this.#isEnding) connection.end();
      const next: Connection | void = await run;
      this.#open.delete(connection);
      connection = next;
    }
  }
}
