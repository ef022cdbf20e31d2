import type { AcceptedConnection, Listener } from "./listener.ts";

/** Listener, with the protocol that its connections speak. */
export interface Endpoint {
  /** Name in the metrics: letters only. */
  readonly name: string;
  readonly listener: Listener;
  /** Creates the connection for an accepted one. Its slot is released when it has ended. */
  open(accepted: AcceptedConnection): Connection;
}

/** Connection from its first byte to its last, in any protocol. */
export interface Connection {
  /** Bytes that wait for the peer. */
  readonly waiting: number;
  /**
   * Reads until either side ends, then closes. It never rejects.
   *
   * @returns The connection that goes on in its place with the same stream, if one does.
   */
  run(): Promise<Connection | void>;
  /**
   * Enforces the timeouts; called every 250 ms.
   *
   * @param now The time by the monotonic clock, in milliseconds.
   */
  check(now: number): void;
  /** Disconnects the peer: all send queues together are too long, and this is the longest. */
  freeMemory(): void;
  /** Ends the session, as the server stops. */
  end(): void;
}
