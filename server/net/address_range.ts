import { toAddress } from "../../protocol/text/address.ts";
import { ipv6Groups } from "./address.ts";

/** Address, or network of addresses. */
export interface AddressRange {
  /** As {@linkcode toNumber} returns it; only the first bits count. */
  readonly address: bigint;
  /** How many bits count. */
  readonly bits: number;
}

/** Bits of an address. */
const BITS = 128;

/** Bits before an IPv4 address that is written as IPv6. */
const MAPPED_BITS = 96;
const MAPPED_PREFIX = 0xffffn << 32n;

/**
 * Reads an address, or a network in CIDR notation.
 *
 * @param text Such as `10.0.0.0/8`, `2001:db8::/32` or `::1`.
 * @returns The range; `undefined` if it is neither.
 *
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { isInRanges, readRange } from "./address_range.ts";
 *
 * assert(isInRanges("::ffff:10.1.2.3", [readRange("10.0.0.0/8")!]));
 * ```
 */
export function readRange(text: string): AddressRange | undefined {
  const [, given = "", digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = toNumber(given);
  if (address === undefined) return undefined;
  const skipped = given.includes(":") ? 0 : MAPPED_BITS;
  const bits = digits === undefined ? BITS : Number(digits) + skipped;
  return bits > BITS ? undefined : { address, bits };
}

/** Returns whether an address is in one of the ranges, also for an IPv4 address written as IPv6. */
export function isInRanges(address: string, ranges: readonly AddressRange[]): boolean {
  if (ranges.length === 0) return false;
  const number = toNumber(address.split("%", 1)[0]!);
  return number !== undefined &&
    ranges.some((range) => (number ^ range.address) >> BigInt(BITS - range.bits) === 0n);
}

/** Returns an address as a number of 128 bits. */
export function toNumber(text: string): bigint | undefined {
  const address = text.includes("/") ? undefined : toAddress(text);
  if (address === undefined) return undefined;
  if (address.includes(":")) {
    return BigInt(`0x${ipv6Groups(address).map((group) => group.padStart(4, "0")).join("")}`);
  }
  const bytes = address.split(".").map((byte) => BigInt(byte));
  return bytes.reduce((number, byte) => number << 8n | byte, 0n) | MAPPED_PREFIX;
}
