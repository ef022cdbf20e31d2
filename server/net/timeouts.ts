/** How long a peer may take for what, in milliseconds unless it says otherwise. */
export interface Timeouts {
  /** To say its name. */
  readonly handshake: number;
  /** To finish a frame once begun. */
  readonly read: number;
  /** To be silent before it is asked whether it is there. */
  readonly ping: number;
  /** How often it is asked so; one such time after the last, it is taken for gone. */
  readonly maxPings: number;
  /** To take nothing of what is being written to it. */
  readonly write: number;
}

/** How long a peer may take to close its side after the server closed its own, in milliseconds. */
export const CLOSE_IDLE_TIMEOUT = 2_000;

/**
 * How long a peer may take in all once its session ended, in milliseconds, however slowly it reads what still waits for
 * it: or one that sips would keep the server from stopping.
 */
export const CLOSE_TOTAL_TIMEOUT = 5_000;
