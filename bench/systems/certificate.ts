import { issue, makeAuthority } from "../../cert/issue.ts";

/** Names of a certificate's files. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** Validity of the certificate in milliseconds. */
const VALIDITY = 24 * 60 * 60 * 1_000;

/** The certificate of all servers of this run, so that they do the same work. */
let certificate: Promise<{ readonly cert: string; readonly key: string; readonly ca: string }>;

/** Writes a certificate for 127.0.0.1 to a directory; returns the names of its files. */
export async function writeCertificate(directory: string): Promise<CertificateFiles> {
  const pems = await (certificate ??= makeCertificate());
  const files = {
    cert: `${directory}/cert.pem`,
    key: `${directory}/key.pem`,
    ca: `${directory}/ca.pem`,
  };
  for (const name of ["cert", "key", "ca"] as const) {
    await Deno.writeTextFile(files[name], pems[name]);
  }
  return files;
}

async function makeCertificate(): Promise<Awaited<typeof certificate>> {
  const now = Date.now();
  const validity = { notBefore: new Date(now), notAfter: new Date(now + VALIDITY) };
  const authority = await makeAuthority("bench", validity);
  return { ...await issue(authority, ["127.0.0.1"], validity), ca: authority.cert };
}
