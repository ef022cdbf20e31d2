/** Timeouts of a connection, in milliseconds. */
export interface Timeouts {
  /** From connect to `hello`. */
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
 * Time for a peer to read what is still queued after its session ended, in milliseconds. Without it a peer that reads
 * one byte at a time could keep the server from stopping.
 */
export const CLOSE_TOTAL_TIMEOUT = 5_000;
