/** 128 random bits in base64url without padding. */
const CODE = /^[A-Za-z0-9_-]{22}$/;

/** Bytes of a code. */
const BYTES = 16;

/** Creates the code of an invitation link. */
export function newInvitationCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Returns whether a word has the form of the code of an invitation link. */
export function isInvitationCode(word: string): boolean {
  return CODE.test(word);
}
