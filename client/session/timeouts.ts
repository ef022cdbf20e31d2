/** Timeouts of a client for its server, in milliseconds. */
export interface ClientTimeouts {
  /** Silence of the server before a ping. */
  readonly idle: number;
  /** Time of a request without an answer before a ping. */
  readonly unanswered: number;
  /** From a ping to its answer, and from connect to `welcome`. After that the connection counts as dead. */
  readonly answer: number;
}

/** The timeouts of a client without options. */
export const DEFAULT_TIMEOUTS: ClientTimeouts = {
  idle: 30_000,
  unanswered: 5_000,
  answer: 10_000,
};
