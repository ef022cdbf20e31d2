import { Failure } from "../cli/failure.ts";
import { UsageError } from "../cli/flags.ts";
import { systemReason } from "../cli/system_reason.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import type { ServeOptions } from "./options.ts";
import { listenTls, type TlsKeys } from "./tls_carrier.ts";

/**
 * Reads the certificate and the key that the command line names, and tries them.
 *
 * @param options The values of the flags.
 * @param texts The language of the errors.
 * @returns What the files hold, or `undefined` where none are named.
 * @throws {UsageError} If one is named without the other.
 * @throws {Failure} If a file cannot be read, or there can be no TLS with them.
 */
export async function readTlsKeys(
  options: ServeOptions,
  texts: Catalogue,
): Promise<TlsKeys | undefined> {
  const { "tls-cert": certFile, "tls-key": keyFile } = options;
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined) throw new UsageError(texts.usage.alsoNeeded("tls-key", "tls-cert"));
  if (keyFile === undefined) throw new UsageError(texts.usage.alsoNeeded("tls-cert", "tls-key"));
  const read = (file: string) =>
    Deno.readTextFile(file).catch((error) => {
      throw new Failure(texts.tls.unreadable(file, systemReason(error)), { cause: error });
    });
  const keys = { cert: await read(certFile), key: await read(keyFile) };
  try {
    listenTls(keys).close();
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith("No cert")) throw new Failure(texts.tls.noCertificate(certFile));
    if (message.startsWith("No key")) throw new Failure(texts.tls.noKey(keyFile));
    if (message.endsWith("Mismatch")) throw new Failure(texts.tls.mismatch(certFile, keyFile));
    throw new Failure(texts.tls.unusable(certFile, keyFile, message));
  }
  return keys;
}
