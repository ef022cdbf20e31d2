/** What `node:net` and `node:tls` add to errors. */
interface SocketError extends Error {
  readonly code?: string;
}

/** Codes that `node:tls` gives to errors of TLS itself. */
const TLS_CODE = /^ERR_SSL_/;

/** Beginning of what the runtime appends to the message of its TLS library, in the wording of OpenSSL. */
const OPENSSL_SUFFIX = " (SSL routines:";

/**
 * Returns an error of a `node:net` socket as the one that a `Deno.Conn` would have: sessions are ended, and logged, alike over both.
 *
 * @param error The error; absent if the socket was closed without one.
 */
export function toSocketError(error?: SocketError | null): Error {
  const { code = "", message = "Connection closed" } = error ?? {};
  if (TLS_CODE.test(code)) {
    return new Deno.errors.InvalidData(message.split(OPENSSL_SUFFIX, 1)[0]);
  }
  switch (code) {
    case "ECONNRESET":
      return new Deno.errors.ConnectionReset(message);
    case "EPIPE":
      return new Deno.errors.BrokenPipe(message);
    case "ETIMEDOUT":
      return new Deno.errors.TimedOut(message);
    default:
      return error && code === "" ? error : new Deno.errors.Interrupted(message);
  }
}
