/** How long a client waits for its server, in milliseconds. */
export interface ClientTimeouts {
  /** Silence of the server after which the client pings it. */
  readonly idle: number;
  /** How long a request may be unanswered before the client pings. */
  readonly unanswered: number;
  /**
   * How long the server may take to answer a ping, and from the begin of a connection to `welcome`. After that the connection
   * counts as dead.
   */
  readonly answer: number;
}

/** The timeouts of a client without options. */
export const DEFAULT_TIMEOUTS: ClientTimeouts = {
  idle: 30_000,
  unanswered: 5_000,
  answer: 10_000,
};
