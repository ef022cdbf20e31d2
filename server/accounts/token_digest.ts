const encoder = new TextEncoder();

/**
 * Gives what a token is known by, as the token itself is nobody else's business: its SHA-256 in base64url. It is not
 * `node:crypto` that makes it, as to load that takes longer than all else at the start.
 */
export async function digestOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(token));
  return new Uint8Array(digest).toBase64({ alphabet: "base64url", omitPadding: true });
}
