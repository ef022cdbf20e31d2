/** Where a connection leads. */
export interface ServerPeer {
  /** The host and port that were asked for. */
  readonly address: string;
  /** Whether only that host can read what is sent: it has shown its certificate, or is this machine. */
  readonly isPrivate: boolean;
}

/** A connection that carries frames, whatever it is made of. */
export interface Transport {
  /** The server at the other end. */
  readonly peer: ServerPeer;
  /** The payloads that arrive; ends, or errors, with the connection. */
  readonly frames: ReadableStream<Uint8Array[]>;
  /** Sends a payload; rejects once nothing more can be sent. */
  send(payload: string): Promise<void>;
  /** Closes at once. May be called again. */
  close(): void;
}

/** Creates a connection, or rejects with the reason why it cannot be had. */
export type Dial = () => Promise<Transport>;
