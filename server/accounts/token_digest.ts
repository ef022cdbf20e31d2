/** Number of tokens that Web Crypto hashes: from then on it would have cost more time than loading `node:crypto`. */
const FEW = 256;

const encoder = new TextEncoder();

/** Tokens hashed so far, up to {@linkcode FEW}. */
let count = 0;

let hash: typeof import("node:crypto").hash | undefined;

/**
 * Returns the SHA-256 of a token in base64url, which is stored and compared instead of the secret itself.
 *
 * Web Crypto hands each to another thread and back, 40 µs, where `node:crypto` takes 2 µs. But that takes 5 to 17 ms to load,
 * more than the rest of the first answer, so a server of a few sessions does without.
 */
export async function digestOf(token: string): Promise<string> {
  if (count < FEW) {
    count++;
    const digest = await crypto.subtle.digest("SHA-256", encoder.encode(token));
    return new Uint8Array(digest).toBase64({ alphabet: "base64url", omitPadding: true });
  }
  hash ??= (await import("node:crypto")).hash;
  return hash("sha256", token, "base64url");
}
