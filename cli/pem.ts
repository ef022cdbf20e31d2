/** Header of an encrypted private key: PKCS #8, and that of older OpenSSL versions (RFC 1421). */
const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Returns whether a private key is encrypted with a passphrase. */
export function hasPassphrase(pem: string): boolean {
  return ENCRYPTED.test(pem);
}

/** Returns the certificates of a file, each as PEM, in order. */
export function certificatesOf(pem: string): readonly string[] {
  return pem.match(CERTIFICATE) ?? [];
}
