/** Marks of a private key with a passphrase: that of PKCS #8, and that of older OpenSSL (RFC 1421). */
const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Returns whether a private key has a passphrase. */
export function hasPassphrase(pem: string): boolean {
  return ENCRYPTED.test(pem);
}

/** Returns the certificates in a file, each as PEM, in order. */
export function certificatesOf(pem: string): readonly string[] {
  return pem.match(CERTIFICATE) ?? [];
}
