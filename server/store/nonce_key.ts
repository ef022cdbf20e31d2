/**
 * Returns the key under which a nonce is kept.
 *
 * @param identity The identity that used it.
 * @param nonce The nonce, if there is one.
 */
export function nonceKey(identity: string, nonce: string): string;
export function nonceKey(identity: string, nonce: string | undefined): string | undefined;
export function nonceKey(identity: string, nonce: string | undefined): string | undefined {
  return nonce === undefined ? undefined : `${identity}\n${nonce}`;
}
