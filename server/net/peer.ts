import { addressKey, isLoopback } from "./address.ts";
import type { ByteStream } from "./byte_stream.ts";

/** Options of {@linkcode toPeer}. */
export interface PeerOptions {
  /** Whether passwords are accepted: the connection is encrypted, or the operator allows plaintext. */
  readonly isTrusted: boolean;
  /** Whether limits per address hold for loopback connections, too. */
  readonly limitsLoopback: boolean;
}

/**
 * Tells where passwords from a connection come from.
 *
 * @param stream The addresses of both ends.
 * @param options How far the peer is trusted.
 * @returns Where they come from.
 */
export function toPeer(
  { localAddr, remoteAddr }: Pick<ByteStream, "localAddr" | "remoteAddr">,
  { isTrusted, limitsLoopback }: PeerOptions,
): Peer {
  const { hostname: local } = localAddr;
  const { hostname: remote } = remoteAddr;
  const isHere = isLoopback(remote);
  return {
    host: addressKey(remote),
    address: isHere && !limitsLoopback ? undefined : addressKey(remote),
    isPrivate: isTrusted || isHere || remote === local,
  };
}

/** The other end of a connection, as limits and passwords see it. */
export interface Peer {
  /** The address in limits; `undefined` if exempt, as loopback usually is, where one proxy carries many clients. */
  readonly address: string | undefined;
  /** The address in the form of {@linkcode addressKey}. */
  readonly host: string;
  /** Whether no third party can read the connection. */
  readonly isPrivate: boolean;
  /** The session, once there is one; password checks that wait are dropped when it ends. */
  readonly session?: { readonly isEnded: boolean };
}
