/** The server that a connection leads to. */
export interface ServerPeer {
  /** Host and port as given. */
  readonly address: string;
  /** Whether only that server can read what is sent: its certificate was verified, or it is on this machine. */
  readonly isPrivate: boolean;
}

/** A connection that carries frames, independent of the protocol below. */
export interface Transport {
  /** The server at the other end. */
  readonly peer: ServerPeer;
  /** Payloads received; ends or errors with the connection. */
  readonly frames: ReadableStream<Uint8Array[]>;
  /** Sends a payload; rejects if the connection is lost. */
  send(payload: string): Promise<void>;
  /** Closes at once. May be called again. */
  close(): void;
}

/** Connects; rejects with the reason if that fails. */
export type Dial = () => Promise<Transport>;
