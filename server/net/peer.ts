import { addressKey, isLoopback } from "./address.ts";
import type { AcceptedConnection } from "./listener.ts";

/** Options of {@linkcode toPeer}. */
export interface PeerOptions {
  /** Whether passwords are accepted: the connection is encrypted, or the operator allows plaintext. */
  readonly isTrusted: boolean;
  /** Whether limits per address hold for loopback connections, too. */
  readonly limitsLoopback: boolean;
}

/** The addresses of an accepted connection. */
export interface AcceptedAddresses extends Pick<AcceptedConnection, "client"> {
  readonly stream: Pick<AcceptedConnection["stream"], "localAddr" | "remoteAddr">;
}

/**
 * Tells where passwords from a connection come from.
 *
 * @param accepted The addresses of both ends, and the client's: behind a proxy it is not that of the other end.
 * @param options How far the peer is trusted.
 * @returns Where they come from.
 */
export function toPeer(
  { stream, client }: AcceptedAddresses,
  { isTrusted, limitsLoopback }: PeerOptions,
): Peer {
  const { hostname: local } = stream.localAddr;
  const { hostname: remote } = stream.remoteAddr;
  const host = addressKey(client.hostname);
  return {
    host,
    address: isLoopback(client.hostname) && !limitsLoopback ? undefined : host,
    isPrivate: isTrusted || isLoopback(remote) || remote === local,
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
