import type { Peer } from "./accounts/accounts.ts";
import type { Carrier } from "./carrier.ts";

/** The addresses by which a machine talks to itself, IPv4's also as IPv6 writes them. */
const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/**
 * Tells where passwords from a connection come from.
 *
 * @param carrier The addresses of both ends.
 * @param isTrusted Whether nobody reads along: the connection is encrypted, or whoever runs the server vouches for it.
 * @returns Where they come from.
 */
export function toPeer(
  { localAddr, remoteAddr }: Pick<Carrier, "localAddr" | "remoteAddr">,
  isTrusted: boolean,
): Peer {
  const local = (localAddr as Deno.NetAddr).hostname;
  const remote = (remoteAddr as Deno.NetAddr).hostname;
  const isLoopback = LOOPBACK.test(remote);
  return {
    address: isLoopback ? undefined : remote,
    isPrivate: isTrusted || isLoopback || remote === local,
  };
}
