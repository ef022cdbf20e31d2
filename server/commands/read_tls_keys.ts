import { CliError } from "../../cli/cli_error.ts";
import { UsageError } from "../../cli/flags.ts";
import { certificatesOf, hasPassphrase } from "../../cli/pem.ts";
import { readNamedFile } from "../../cli/read_named_file.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { ServeOptions } from "../options/options.ts";
import { listenTls, type TlsKeys } from "../net/tls_keys.ts";

/** Minimum bits of an RSA key (NIST SP 800-131A). Browsers and TLS libraries reject shorter ones. */
const MIN_RSA_BITS = 2_048;

/**
 * Reads the certificate and the key that the command line names, and checks that TLS works with them.
 *
 * @param options The values of the flags, which name at least one of the two.
 * @param texts The language of the errors.
 * @returns The certificates and the key.
 * @throws {UsageError} If only one of the two is named.
 * @throws {CliError} If a file cannot be read, or TLS fails with them.
 */
export async function readTlsKeys(options: ServeOptions, texts: Catalogue): Promise<TlsKeys> {
  const { "tls-cert": certFile, "tls-key": keyFile } = options;
  if (certFile === undefined) throw new UsageError(texts.usage.alsoNeeded("tls-key", "tls-cert"));
  if (keyFile === undefined) throw new UsageError(texts.usage.alsoNeeded("tls-cert", "tls-key"));
  const keys = {
    cert: await readNamedFile(certFile, texts),
    key: await readNamedFile(keyFile, texts),
  };
  try {
    listenTls(keys).close();
  } catch (error) {
    const files = { certFile, keyFile };
    throw new CliError(await explainFailure(keys, files, (error as Error).message, texts));
  }
  return keys;
}

/** Explains why TLS fails with a certificate and a key. */
async function explainFailure(
  keys: TlsKeys,
  { certFile, keyFile }: { readonly certFile: string; readonly keyFile: string },
  message: string,
  { tls }: Catalogue,
): Promise<string> {
  if (message.startsWith("No cert")) return tls.noCertificate(certFile);
  if (hasPassphrase(keys.key)) return tls.hasPassphrase(keyFile);
  if (message.startsWith("No key")) return tls.noKey(keyFile);
  if (await isWeak(keys.key)) return tls.weakKey(keyFile);
  if (!message.endsWith("Mismatch")) return tls.unusable(certFile, keyFile, message);
  const place = placeOf(keys);
  return place > 0 ? tls.wrongOrder(certFile, place + 1) : tls.mismatch(certFile, keyFile);
}

/** Returns the index of the key's certificate in the chain; -1 if it is not in it. */
function placeOf({ cert, key }: TlsKeys): number {
  return certificatesOf(cert).findIndex((cert) => {
    try {
      listenTls({ cert, key }).close();
      return true;
    } catch {
      return false;
    }
  });
}

/** Returns whether a key is an RSA key that is too short for TLS. Loads `node:crypto` only then: it takes 15 ms. */
async function isWeak(key: string): Promise<boolean> {
  const { createPrivateKey } = await import("node:crypto");
  try {
    const { modulusLength = Infinity } = createPrivateKey(key).asymmetricKeyDetails ?? {};
    return modulusLength < MIN_RSA_BITS;
  } catch {
    // The key is of a kind that this runtime does not know.
    return false;
  }
}
