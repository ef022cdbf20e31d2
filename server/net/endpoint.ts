import type { AcceptedConnection, Listener } from "./listener.ts";

/** A way in: where connections come from, and what is made of each. */
export interface Endpoint {
  /** What it is called where connections are counted: letters only. */
  readonly name: string;
  readonly listener: Listener;
  /** Begins with a connection that was let in. Its place is given back when it has ended. */
  open(accepted: AcceptedConnection): Connection;
}

/** A connection from its first byte to its last, whatever it turns out to speak. */
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
   * Keeps the deadlines; called every now and then.
   *
   * @param now The time by the monotonic clock, in milliseconds.
   */
  check(now: number): void;
  /** Ends what goes on, as more waits for this peer than for any other, and too much for all. */
  freeMemory(): void;
  /** Ends what goes on, as the server stops. */
  end(): void;
}
