import { isLoopback } from "../../protocol/text/loopback.ts";
import type { Address } from "../../cli/address.ts";

/**
 * Returns the address of the client of a proxy's connection.
 *
 * @param source The address that the proxy names, if any.
 * @param proxy The proxy's own address.
 * @returns `source`, unless it is unknown or a loopback address of another machine: that is the proxy's machine, which here
 * has the proxy's address and none of the trust and exemptions of this machine.
 */
export function toClient(source: Address | undefined, proxy: Address): Address {
  if (source === undefined) return proxy;
  return isLoopback(source.hostname) && !isLoopback(proxy.hostname) ? proxy : source;
}
