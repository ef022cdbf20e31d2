import { CliError } from "../../cli/cli_error.ts";
import { UsageError } from "../../cli/flags.ts";
import { certificatesOf } from "../../cli/pem.ts";
import { readNamedFile } from "../../cli/read_named_file.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";

/** Values of the TLS flags. */
export interface TlsOptions {
  readonly tls: boolean;
  readonly ca: string | undefined;
  readonly "server-name": string | undefined;
}

/** Certificates to accept from a server. */
export interface TlsTrust {
  /** Name or address that the certificate must be for. */
  readonly hostname: string;
  /** Certificates of authorities to trust besides the public ones, as PEM. */
  readonly caCerts: string[];
}

/**
 * Reads from the command line which certificates to accept.
 *
 * @param options The values of the flags.
 * @param host The server's host.
 * @param texts The language of the errors.
 * @returns The certificates, or `undefined` without `--tls`.
 * @throws {UsageError} If TLS flags are given without `--tls`.
 * @throws {CliError} If the file that `--ca` names cannot be read or contains no certificate.
 */
export async function tlsTrust(
  options: TlsOptions,
  host: string,
  texts: Catalogue,
): Promise<TlsTrust | undefined> {
  const { tls, ca, "server-name": name } = options;
  for (const flag of ["ca", "server-name"] as const) {
    if (!tls && options[flag] !== undefined) {
      throw new UsageError(texts.usage.alsoNeeded(flag, "tls"));
    }
  }
  if (!tls) return undefined;
  return { hostname: name ?? host, caCerts: ca === undefined ? [] : [await read(ca, texts)] };
}

async function read(file: string, texts: Catalogue): Promise<string> {
  const pem = await readNamedFile(file, texts);
  // Without a certificate the later error would only be that the authority is unknown.
  if (certificatesOf(pem).length === 0) {
    throw new CliError(texts.tls.noCertificate(file));
  }
  return pem;
}

/**
 * Explains a TLS error and its remedy.
 *
 * @param error Error of the connection.
 * @param texts The language.
 * @returns The explanation, or `undefined` if the error is not about TLS.
 */
export function tlsReason(error: unknown, { tls }: Catalogue): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  const [, badName] = /^Invalid hostname:? '?(.*?)'?$/s.exec(message) ?? [];
  if (badName !== undefined) return tls.badServerName(badName);
  if (message.includes("corrupt message")) return tls.notSpoken;
  if (message.includes("AccessDenied")) return tls.rejected;
  const [, fault] = /^invalid peer certificate: (.*)/s.exec(message) ?? [];
  if (fault === undefined) {
    return error instanceof Deno.errors.InvalidData ? tls.handshakeFailed(message) : undefined;
  }
  const [, wrong] = /not valid for name "([^"]*)"/.exec(message) ?? [];
  const names = message.matchAll(/(?:DnsName\("|IpAddress\()([^")]+)/g).map(([, name]) => name!);
  if (wrong !== undefined) return tls.wrongName(wrong, [...names]);
  if (message.includes("UnknownIssuer")) return tls.unknownAuthority;
  // Another authority with the same name is trusted, or the server's key is too weak for this client.
  if (message.includes("BadSignature")) return tls.badSignature;
  if (message.includes("CaUsedAsEndEntity")) return tls.isAuthority;
  if (/expired/i.test(message)) return tls.expired;
  if (/NotValidYet|not valid yet/i.test(message)) return tls.notYet;
  return tls.untrusted(fault);
}
