import { addressKey, isLoopback } from "./address.ts";
import type { ByteStream } from "./byte_stream.ts";

/** Options of {@linkcode toPeer}. */
export interface PeerOptions {
  /** Whether the connection is confidential: it is encrypted, or the server's operator vouches for it. */
  readonly isTrusted: boolean;
  /** Whether this machine is held to the limits of an address, too. */
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

/** Where a password comes from. */
export interface Peer {
  /** The address, or `undefined` where it is not limited, as this machine: there, all who come through one proxy would count as one. */
  readonly address: string | undefined;
  /** The address, whatever it is, in the form of {@linkcode addressKey}. */
  readonly host: string;
  /** Whether nobody but the server can read what comes from there. */
  readonly isPrivate: boolean;
  /** The session, once there is one: passwords that wait to be checked are dropped with it. */
  readonly session?: { readonly isEnded: boolean };
}
