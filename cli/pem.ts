/** How a private key says that it has a passphrase: as PKCS #8 does, or as OpenSSL did before (RFC 1421). */
const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Tells whether a private key has a passphrase. */
export function hasPassphrase(pem: string): boolean {
  return ENCRYPTED.test(pem);
}

/** Gives the certificates of a file, each as PEM, in their order. */
export function certificatesOf(pem: string): readonly string[] {
  return pem.match(CERTIFICATE) ?? [];
}
