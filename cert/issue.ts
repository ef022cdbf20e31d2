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

/** When a certificate is valid. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** ECDSA on P-256: every TLS library supports it, and its keys are short. */
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** PEM label of a key in PKCS #8. */
const PRIVATE_KEY = "PRIVATE KEY";

/**
 * Creates an authority that can sign server certificates only.
 *
 * @param name Its name in lists of certificates.
 * @param validity When it is valid.
 * @returns Its certificate, which clients trust, and its private key.
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
 * Creates a server certificate.
 *
 * @param authority The authority that signs it.
 * @param hosts Names and addresses of the server, at least one.
 * @param validity When it is valid.
 * @returns The certificate and its key.
 * @throws {Error} If {@linkcode makeAuthority} did not create the authority's key: other algorithms are not supported.
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

/** Returns the end of a certificate's validity. */
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
