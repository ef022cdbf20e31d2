/** Header of an encrypted private key: PKCS #8, and that of older OpenSSL versions (RFC 1421). */
const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

/** Returns whether a private key is encrypted with a passphrase. */
export function hasPassphrase(pem: string): boolean {
  return ENCRYPTED.test(pem);
}

/** Returns the certificates of a file, each as PEM, in order. */
export function certificatesOf(pem: string): readonly string[] {
  return pem.split(BEGIN).slice(1).flatMap((rest) => {
    const end = rest.indexOf(END);
    return end < 0 ? [] : [BEGIN + rest.slice(0, end) + END];
  });
}
