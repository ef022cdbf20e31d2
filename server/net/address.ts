/** Prefix of an IPv4 address written as IPv6 (RFC 4291, 2.5.5.2). */
const MAPPED = /^::ffff:(?=[\d.]+$)/i;

/** Groups of an IPv6 address that form its /64 network, whose addresses all belong to one customer. */
const NETWORK_GROUPS = 4;
const GROUPS = 8;

/**
 * Returns the key by which limits and bans count an address.
 *
 * @param address The address of a socket.
 * @returns An IPv4 address as it is; for IPv6 the /64 network, because a customer has as many addresses there as they
 * like.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { addressKey } from "./address.ts";
 *
 * assertEquals(addressKey("::ffff:203.0.113.7"), "203.0.113.7");
 * assertEquals(addressKey("2001:db8::17"), "2001:db8:0:0::/64");
 * ```
 */
export function addressKey(address: string): string {
  const plain = address.replace(MAPPED, "");
  if (!plain.includes(":")) return plain;
  const groups = ipv6Groups(plain.split("%", 1)[0]!.toLowerCase()).slice(0, NETWORK_GROUPS);
  const network = groups.map((group) => parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

/** Returns the eight groups of an IPv6 address in hexadecimal digits, as written. */
export function ipv6Groups(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const last = tail === "" ? [] : tail.split(":");
    while (groups.length + last.length < GROUPS) groups.push("0");
    groups.push(...last);
  }
  return groups;
}
