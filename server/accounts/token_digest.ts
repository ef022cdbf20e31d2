const encoder = new TextEncoder();

/** `createHash` of `node:crypto`, which would be the longest part of a start, so it is loaded at the first token. */
let createHash: typeof import("node:crypto").createHash | undefined;

/**
 * Returns the SHA-256 of a token in base64url, which is stored and compared instead of the secret itself. Web Crypto would
 * hand it to another thread and back, which takes twenty times as long as the hash.
 */
export async function digestOf(token: string): Promise<string> {
  createHash ??= (await import("node:crypto")).createHash;
  return createHash("sha256").update(encoder.encode(token)).digest("base64url");
}
