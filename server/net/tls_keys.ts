/** A certificate and its key, as PEM. */
export interface TlsKeys {
  readonly cert: string;
  readonly key: string;
}

/** Loopback address. */
const LOOPBACK = "127.0.0.1";

/**
 * Listens for a TLS connection from this machine.
 *
 * @throws {Error} If TLS fails with this certificate.
 */
export function listenTls(keys: TlsKeys): Deno.TlsListener {
  return Deno.listenTls({ hostname: LOOPBACK, port: 0, ...keys });
}
