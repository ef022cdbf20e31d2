import type { AcceptedConnection, Listener } from "./listener.ts";

/** A listener with the protocol of its connections. */
export interface Endpoint {
  /** Name in the metrics: letters only. */
  readonly name: string;
  readonly listener: Listener;
  /** Creates the connection for an accepted one. Its slot is released when it has ended. */
  open(accepted: AcceptedConnection): Connection;
}

/** A connection from its first byte to its last, in any protocol. */
export interface Connection {
  /** Bytes waiting for the peer. */
  readonly waiting: number;
  /**
   * Reads until either side ends, then closes. Never rejects.
   *
   * @returns The connection that continues with the same stream, if there is one.
   */
  run(): Promise<Connection | void>;
  /**
   * Enforces the timeouts; called every 250 ms.
   *
   * @param now Monotonic time in milliseconds.
   */
  check(now: number): void;
  /** Disconnects the peer: all send queues together are too long, and this one is the longest. */
  freeMemory(): void;
  /** Ends the session because the server stops. */
  end(): void;
}
