import { CliError } from "../../cli/cli_error.ts";
import { UsageError } from "../../cli/flags.ts";
import { certificatesOf } from "../../cli/pem.ts";
import { readNamedFile } from "../../cli/read_named_file.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";

/** The values of the flags about TLS. */
export interface TlsOptions {
  readonly tls: boolean;
  readonly ca: string | undefined;
  readonly "server-name": string | undefined;
}

/** Whom to take for the server. */
export interface TlsTrust {
  /** The name or address that its certificate must be for. */
  readonly hostname: string;
  /** Authorities that may sign it beside the public ones, as PEM. */
  readonly caCerts: string[];
}

/**
 * Tells from the command line whom to take for the server.
 *
 * @param options The values of the flags.
 * @param host Where the server is.
 * @param texts The language of the errors.
 * @returns That, or `undefined` where nothing is to be encrypted.
 * @throws {UsageError} If there are flags about TLS, but not `--tls`.
 * @throws {CliError} If there is no certificate in the file that `--ca` names.
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
  // Without one nothing would be said of it but that the server's authority is unknown.
  if (certificatesOf(pem).length === 0) {
    throw new CliError(texts.tls.noCertificate(file));
  }
  return pem;
}

/**
 * Says why there is no TLS with a server, and what to do.
 *
 * @param error What connecting failed with.
 * @param texts The language.
 * @returns The reason, or `undefined` where it is no matter of TLS.
 */
export function tlsReason({ message }: Error, { tls }: Catalogue): string | undefined {
  if (message.includes("corrupt message")) return tls.notSpoken;
  if (message.includes("AccessDenied")) return tls.rejected;
  if (!message.startsWith("invalid peer certificate")) return undefined;
  const [, wrong] = /not valid for name "([^"]*)"/.exec(message) ?? [];
  const names = message.matchAll(/(?:DnsName\("|IpAddress\()([^")]+)/g).map(([, name]) => name!);
  if (wrong !== undefined) return tls.wrongName(wrong, [...names]);
  if (message.includes("UnknownIssuer")) return tls.unknownAuthority;
  // Another authority of the same name is trusted, or a key of the server's is weaker than what is taken here.
  if (message.includes("BadSignature")) return tls.badSignature;
  if (message.includes("CaUsedAsEndEntity")) return tls.isAuthority;
  if (/expired/i.test(message)) return tls.expired;
  if (/NotValidYet|not valid yet/i.test(message)) return tls.notYet;
  return undefined;
}
