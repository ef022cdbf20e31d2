/**
 * Returns the key of a nonce.
 *
 * @param identity The identity that used it.
 * @param nonce The nonce, if the message has one.
 */
export function nonceKey(identity: string, nonce: string): string;
export function nonceKey(identity: string, nonce: string | undefined): string | undefined;
export function nonceKey(identity: string, nonce: string | undefined): string | undefined {
  return nonce === undefined ? undefined : `${identity}\n${nonce}`;
}
