/** A certificate and its key, as PEM. */
export interface TlsKeys {
  readonly cert: string;
  readonly key: string;
}

/** Loopback address. */
const LOOPBACK = "127.0.0.1";

/**
 * Checks that TLS works with a certificate and its key.
 *
 * @throws {Error} If it does not.
 */
export function checkTlsKeys(keys: TlsKeys): void {
  Deno.listenTls({ hostname: LOOPBACK, port: 0, ...keys }).close();
}
