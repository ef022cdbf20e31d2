/**
 * `chat cert`: creates a private certificate authority and certificates signed by it.
 *
 * Writes files and opens no connection; knows neither server nor client, which read the files.
 *
 * @module
 */
import { readCommandLine } from "../cli/command_line.ts";
import { CliError } from "../cli/cli_error.ts";
import { UsageError } from "../cli/flags.ts";
import { print } from "../cli/print.ts";
import { systemReason } from "../cli/system_error.ts";
import type { Catalogue } from "../locale/texts/catalogue.ts";
import { hasPassphrase } from "../cli/pem.ts";
import { FileExistsError, readPair, writePair } from "./files.ts";
import { expiry, issue, makeAuthority, type Validity } from "./issue.ts";
import { CERT_FLAGS, type CertOptions } from "./options.ts";

/** Names by which a machine reaches itself; every certificate includes them. */
const LOCAL = ["localhost", "127.0.0.1", "::1"];

/** Days for which an authority is valid. */
const AUTHORITY_DAYS = 3_650;

const DAY = 24 * 60 * 60 * 1_000;

/**
 * Runs `chat cert`: creates a certificate for a server, and an authority to sign it if there is none yet.
 *
 * @param args The arguments after `cert`.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 * @throws {CliError} If a file already exists, or cannot be read or written.
 */
export async function cert(args: readonly string[]): Promise<number> {
  const given = await readCommandLine("cert", CERT_FLAGS, args);
  if (given === "help") return 0;
  const { options, texts } = given;
  if (options.host.length === 0) throw new UsageError(texts.cert.noHost);
  print(await make(options, texts).catch((error) => fail(error, options, texts)));
  return 0;
}

function fail(error: unknown, { out }: CertOptions, texts: Catalogue): never {
  if (error instanceof CliError || !(error instanceof Error)) throw error;
  const reason = error instanceof FileExistsError
    ? texts.cert.exists(error.file)
    : systemReason(error, texts.system);
  throw new CliError(texts.cert.failed(out, reason), { cause: error });
}

/** Writes the files; returns instructions for the user. */
async function make({ host, out, days, force }: CertOptions, texts: Catalogue): Promise<string> {
  const hosts = [...new Set([...host, ...LOCAL])];
  const authorityFiles = { cert: `${out}/ca.pem`, key: `${out}/ca-key.pem` };
  const serverFiles = { cert: `${out}/server.pem`, key: `${out}/server-key.pem` };
  await Deno.mkdir(out, { recursive: true });
  const found = await readPair(authorityFiles, texts);
  if (found && hasPassphrase(found.key)) {
    throw new CliError(texts.tls.hasPassphrase(authorityFiles.key));
  }
  const authority = found ?? await makeAuthority(`chat (${hosts[0]})`, validFor(AUTHORITY_DAYS));
  const left = Math.floor((expiry(authority.cert).getTime() - Date.now()) / DAY);
  if (left < days) throw new CliError(texts.cert.authorityEnds(authorityFiles.cert, left));
  const server = await issue(authority, hosts, validFor(days));
  await writePair(serverFiles, server, force);
  if (!found) await writePair(authorityFiles, authority, false);
  return texts.cert.made({
    authority: authorityFiles.cert,
    authorityKey: authorityFiles.key,
    isNew: !found,
    ...serverFiles,
    hosts,
    until: expiry(server.cert),
  });
}

function validFor(days: number): Validity {
  const now = Date.now();
  // Other machines' clocks may be slow.
  return { notBefore: new Date(now - DAY), notAfter: new Date(now + days * DAY) };
}
