import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { isIP } from "node:net";

/** A certificate and its key, as PEM. */
export interface CertifiedKey {
  readonly cert: string;
  readonly key: string;
}

/** For how long a certificate is valid. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What every program that does TLS understands, and short. */
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** What PEM calls a key in PKCS #8. */
const PRIVATE_KEY = "PRIVATE KEY";

/**
 * Makes an authority, which signs certificates for servers and nothing else.
 *
 * @param name What it is called where certificates are listed.
 * @param validity For how long.
 * @returns Its certificate, which clients trust, and its key, which is nobody else's.
 */
export async function makeAuthority(name: string, validity: Validity): Promise<CertifiedKey> {
  const keys = await makeKeys();
  const cert = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    keys,
    ...validity,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: cert.toString("pem"), key: await toPem(keys.privateKey) };
}

/**
 * Makes a certificate for a server.
 *
 * @param authority Who signs it.
 * @param hosts The names and addresses by which clients know the server, at least one.
 * @param validity For how long.
 * @returns The certificate and its key.
 * @throws {Error} If the authority is none, or of another kind than {@linkcode makeAuthority} makes.
 */
export async function issue(
  authority: CertifiedKey,
  hosts: readonly string[],
  validity: Validity,
): Promise<CertifiedKey> {
  const issuer = new X509Certificate(authority.cert);
  const keys = await makeKeys();
  const cert = await X509CertificateGenerator.create({
    subject: [{ CN: [hosts[0]!] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await fromPem(authority.key),
    ...validity,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        hosts.map((value) => ({ type: isIP(value) ? "ip" as const : "dns" as const, value })),
      ),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  if (!await cert.verify({ publicKey: issuer.publicKey, signatureOnly: true })) {
    throw new Error("Cannot sign as the key is not that of the authority");
  }
  return { cert: cert.toString("pem"), key: await toPem(keys.privateKey) };
}

/** Tells until when a certificate is valid. */
export function expiry(cert: string): Date {
  return new X509Certificate(cert).notAfter;
}

function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

async function toPem(key: CryptoKey): Promise<string> {
  const rawData = await crypto.subtle.exportKey("pkcs8", key);
  return PemConverter.encode([{ type: PRIVATE_KEY, rawData }]);
}

async function fromPem(pem: string): Promise<CryptoKey> {
  const [bytes] = PemConverter.decode(pem);
  if (bytes === undefined) throw new Error("Cannot sign as there is no key in the key's file");
  return await crypto.subtle.importKey("pkcs8", bytes, ALGORITHM, false, ["sign"]);
}
