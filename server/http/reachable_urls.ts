import { isLoopback } from "../../protocol/text/loopback.ts";

/** Addresses to listen on that stand for all addresses of the machine, as URLs show them. */
const ALL_ADDRESSES = ["0.0.0.0", "[::]"];

/** Link-local addresses (RFC 3927; RFC 4291, 2.5.6), which browsers cannot open without the name of an interface. */
const LINK_LOCAL = /^(?:169\.254\.|fe[89ab])/i;

/** An address of a network interface, as `Deno.networkInterfaces` returns it. */
export interface InterfaceAddress {
  readonly family: "IPv4" | "IPv6";
  readonly address: string;
}

/**
 * Returns URLs that other machines can open. A URL whose host stands for all addresses of the machine is repeated for each
 * address, IPv4 first; addresses that only this machine can use are left out, unless there are no others.
 *
 * @param url URL of a listener.
 * @param listInterfaces Returns the addresses of the machine.
 */
export function reachableUrls(
  url: string,
  listInterfaces: () => readonly InterfaceAddress[],
): readonly string[] {
  const { hostname } = new URL(url);
  if (!ALL_ADDRESSES.includes(hostname)) return [url];
  const addresses = listInterfaces().filter(({ address }) => isReachable(address));
  const ofFamily = (wanted: InterfaceAddress["family"]) =>
    addresses.flatMap(({ family, address }) => family === wanted ? [address] : []);
  const hosts = [
    ...ofFamily("IPv4"),
    ...(hostname === "[::]" ? ofFamily("IPv6").map((address) => `[${address}]`) : []),
  ];
  if (hosts.length === 0) hosts.push(hostname === "[::]" ? "[::1]" : "127.0.0.1");
  return hosts.map((host) => url.replace(hostname, host));
}

function isReachable(address: string): boolean {
  return !isLoopback(address) && !LINK_LOCAL.test(address);
}
