/** `hash` of `node:crypto`, which would be the longest part of a start, so it is loaded at the first token. */
let hash: typeof import("node:crypto").hash | undefined;

/**
 * Returns the SHA-256 of a token in base64url, which is stored and compared instead of the secret itself. Web Crypto would
 * hand it to another thread and back, which takes twenty times as long as the hash.
 */
export async function digestOf(token: string): Promise<string> {
  hash ??= (await import("node:crypto")).hash;
  return hash("sha256", token, "base64url");
}
