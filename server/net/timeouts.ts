/** Timeouts of a connection, in milliseconds. */
export interface Timeouts {
  /** From connecting to `hello`. */
  readonly handshake: number;
  /** From the first byte of a frame to its last. */
  readonly read: number;
  /** Silence before a ping. */
  readonly ping: number;
  /** Pings without an answer before the client is disconnected (a count). */
  readonly maxPings: number;
  /** Write without progress. */
  readonly write: number;
}

/** Time for a peer to close its side after the server closed its own, in milliseconds. */
export const CLOSE_IDLE_TIMEOUT = 2_000;

/**
 * Time in which a peer must have read what still waits once its session ended, in milliseconds. Without it a peer that reads
 * a byte at a time could keep the server from stopping.
 */
export const CLOSE_TOTAL_TIMEOUT = 5_000;
