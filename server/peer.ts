import type { Peer } from "./accounts/accounts.ts";
import { addressKey, isLoopback } from "./address.ts";
import type { Carrier } from "./carrier.ts";

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
  const isHere = isLoopback(remote);
  return {
    host: addressKey(remote),
    address: isHere ? undefined : addressKey(remote),
    isPrivate: isTrusted || isHere || remote === local,
  };
}
