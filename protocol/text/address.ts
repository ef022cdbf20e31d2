const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}(?<!\.)$/;

/** Most UTF-16 units of an address with space around it; the longest, `…:255.255.255.255/64`, has 48. */
const MAX_LENGTH = 64;

/** What ends a network of IPv6. */
const NETWORK = "/64";

/** What IPv6 writes before an address of IPv4. */
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * Brings an address of a machine to the one form in which addresses are compared.
 *
 * @param text An address of IPv4 or IPv6, as somebody or the system gave it; of IPv6 also a network of 64 bits.
 * @returns The address; one of IPv4 that is written as IPv6's in the form of IPv4; `undefined` if it is none.
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
  // A name has no colon.
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
