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

/** Returns a handler that rethrows an error as a {@linkcode ConnectError}. */
export function toConnectError(cause: unknown): never {
  throw new ConnectError(cause instanceof Error ? cause.message : String(cause), { cause });
}
