/** The server that a connection leads to. */
export interface ServerPeer {
  /** Host and port as given. */
  readonly address: string;
  /** The IP address and port, as one host may have several. */
  readonly endpoint?: string;
  /** Whether only that server can read what is sent: its certificate was verified, or it is on this machine. */
  readonly isPrivate: boolean;
}

/** A connection that carries frames, independent of the protocol below. */
export interface Transport {
  /** The server at the other end. */
  readonly peer: ServerPeer;
  /** When the attempt to connect to this endpoint began, by `performance.now`. */
  readonly since?: number;
  /** Payloads received, each array valid until the next is asked for; ends or errors with the connection. */
  readonly frames: AsyncIterable<Uint8Array[]>;
  /** Sends a payload; rejects if the connection is lost. */
  send(payload: string): Promise<void>;
  /** Closes at once. May be called again. */
  close(): void;
}

/** Options of {@linkcode Dial}. */
export interface DialOptions {
  /** Ends the attempt. */
  readonly signal?: AbortSignal | undefined;
  /** How long an endpoint may take to connect, in milliseconds. */
  readonly timeout?: number | undefined;
  /** Endpoints not to connect to, with the errors to fail with: they accepted a connection and did not answer. */
  readonly avoid?: ReadonlyMap<string, Error> | undefined;
}

/** Default of {@linkcode DialOptions.timeout}. */
export const CONNECT_TIMEOUT = 10_000;

/** Connects; rejects with the reason if that fails. */
export type Dial = (options?: DialOptions) => Promise<Transport>;
