const encoder = new TextEncoder();

/**
 * Returns the SHA-256 of a token in base64url, which is stored and compared instead of the secret itself. Uses Web Crypto
 * because loading `node:crypto` would be the longest part of a start.
 */
export async function digestOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(token));
  return new Uint8Array(digest).toBase64({ alphabet: "base64url", omitPadding: true });
}
