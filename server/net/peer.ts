import { isLoopback } from "../../protocol/text/loopback.ts";
import { addressKey } from "./address.ts";
import type { AcceptedConnection } from "./listener.ts";

/** Options of {@linkcode toPeer}. */
export interface PeerOptions {
  /** Whether passwords are accepted: the connection is encrypted, or the operator allows plaintext. */
  readonly isTrusted: boolean;
  /** Whether limits by address apply to loopback connections, too. */
  readonly limitsLoopback: boolean;
}

/** The addresses of an accepted connection. */
export interface AcceptedAddresses extends Pick<AcceptedConnection, "client"> {
  readonly stream: Pick<AcceptedConnection["stream"], "localAddr" | "remoteAddr">;
}

/**
 * Creates the peer of a connection.
 *
 * @param accepted The addresses of both ends, and the client's, which differs from the other end behind a proxy.
 * @param options How far to trust the peer.
 */
export function toPeer(
  { stream, client }: AcceptedAddresses,
  { isTrusted, limitsLoopback }: PeerOptions,
): Peer {
  const { hostname: remote } = stream.remoteAddr;
  const host = addressKey(client.hostname);
  return {
    host,
    address: isLoopback(client.hostname) && !limitsLoopback ? undefined : host,
    // Last, because the address of this end may take a system call.
    isPrivate: isTrusted || isLoopback(remote) || remote === stream.localAddr.hostname,
  };
}

/** The other end of a connection, for limits and passwords. */
export interface Peer {
  /** The address in limits; `undefined` if exempt, as loopback usually is, where one proxy carries many clients. */
  readonly address: string | undefined;
  /** The address in the form of {@linkcode addressKey}. */
  readonly host: string;
  /** Whether no third party can read the connection. */
  readonly isPrivate: boolean;
  /** The session, once there is one; waiting password checks are dropped when it ends. */
  readonly session?: { readonly isEnded: boolean };
}
