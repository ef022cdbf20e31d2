const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}(?<!\.)$/;

/** Longest address with spaces around it, in UTF-16 code units; the longest alone, `…:255.255.255.255/64`, has 48. */
const MAX_LENGTH = 64;

/** End of an IPv6 network. */
const NETWORK = "/64";

/** An IPv4 address in IPv6 notation. */
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * Normalizes an IP address, so that addresses can be compared.
 *
 * @param text An IPv4 or IPv6 address, or an IPv6 network of 64 bits.
 * @returns The address, an IPv4-mapped one in IPv4 notation and a network without its `/64`; `undefined` if it is none.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toAddress } from "./address.ts";
 *
 * assertEquals(toAddress("::FFFF:10.0.0.7"), "10.0.0.7");
 * assertEquals(toAddress("2001:DB8:0:0::1"), "2001:db8::1");
 * assertEquals(toAddress("Bob"), undefined);
 * ```
 */
export function toAddress(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const trimmed = text.trim();
  const isNetwork = trimmed.includes(":") && trimmed.endsWith(NETWORK);
  const given = isNetwork ? trimmed.slice(0, -NETWORK.length) : trimmed;
  if (IPV4.test(given)) return given;
  // Names contain no colon.
  if (!given.includes(":") || !/^[0-9a-f:.]+$/i.test(given) || !URL.canParse(`http://[${given}]`)) {
    return undefined;
  }
  const address = new URL(`http://[${given}]`).hostname.slice(1, -1);
  const mapped = MAPPED.exec(address);
  if (mapped === null) return address;
  const bytes = [mapped[1]!, mapped[2]!].flatMap((half) => {
    const number = parseInt(half, 16);
    return [number >> 8, number & 0xff];
  });
  return bytes.join(".");
}
