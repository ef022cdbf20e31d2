import type { Address } from "../../cli/address.ts";
import { isLoopback } from "./address.ts";

/**
 * Returns the address of the client that a proxy connects for.
 *
 * @param source The address that the proxy names, if it does.
 * @param proxy The proxy's own.
 * @returns The source, unless it is unknown or a loopback address of another machine: that is the proxy's machine, which has
 * the proxy's address here, and none of the trust and exemptions of this one.
 */
export function toClient(source: Address | undefined, proxy: Address): Address {
  if (source === undefined) return proxy;
  return isLoopback(source.hostname) && !isLoopback(proxy.hostname) ? proxy : source;
}
