/** Base class of the errors of this client. */
export class ChatError extends Error {
  /** "ChatError" */
  override name = "ChatError";
}

/** No connection: the host is unknown, nothing listens there, or TLS failed. Message and `cause` are the system's. */
export class ConnectError extends ChatError {
  /** "ConnectError" */
  override name = "ConnectError";
}

/** The reason of a connection on which the server does not answer. */
export const SILENT = "silent";

/** The server was reached and is of no use: it did not answer in time, closed the connection, or sent nonsense. */
export class NoAnswerError extends ConnectError {
  /** "NoAnswerError" */
  override name = "NoAnswerError";
  /** As in the event `closed`: `silent`, `lost`, `unreadable` … */
  readonly reason: string;

  /** Takes why there was no answer. */
  constructor(reason: string) {
    super(`The server did not answer: ${reason}`);
    this.reason = reason;
  }
}

/** Returns a handler that rethrows an error as a {@linkcode ConnectError}. */
export function toConnectError(cause: unknown): never {
  if (cause instanceof ConnectError) throw cause;
  throw new ConnectError(cause instanceof Error ? cause.message : String(cause), { cause });
}
